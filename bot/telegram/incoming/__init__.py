"""What arrives from Telegram: fetching updates, parsing each once, and putting them in order."""
