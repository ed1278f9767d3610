"""Posts of Telegram channels and groups: exports of Telegram Desktop, and text copied from a client."""
