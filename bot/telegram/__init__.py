"""The Telegram bot: handlers ask, render and send; `application` shows what is put together."""
