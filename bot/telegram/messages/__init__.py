"""Messages before they are sent: texts with entities, and buttons. Nothing here talks to Telegram."""
