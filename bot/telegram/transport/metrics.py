"""Counts of what goes wrong between the bot and the Bot API, beside those of answering."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class ApiMetrics:
    """Figures of the connection, in the same registry as those of `bot.serving.metrics`."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.errors = Counter(
            "dayeksoz_api_errors", "Errors of the Bot API by kind.", ["kind"], registry=registry
        )
        self.stalls = Counter("dayeksoz_polling_stalls", "Polls that were given up.", registry=registry)
        self.last_poll = Gauge(
            "dayeksoz_last_poll_timestamp_seconds", "When polling last succeeded.", registry=registry
        )
