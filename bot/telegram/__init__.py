"""The Telegram bot. `application` puts it together, `service` runs it."""
