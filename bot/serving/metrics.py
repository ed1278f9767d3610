"""Counts and times of the running bot, in Prometheus' format. They hold no text and no id of anyone."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """What is measured of answering. Each bot has a registry of its own, which a messenger may add to."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = Counter(
            "dayeksoz_questions",
            "Questions by outcome: answered, no_answer, invalid, limited, failed.",
            ["outcome"],
            registry=self.registry,
        )
        self.answer_seconds = Histogram(
            "dayeksoz_answer_seconds",
            "From a question's turn in its chat to its answer, waiting for the encoder included.",
            registry=self.registry,
            # From a lone question on a fast processor to a wait in which people give up.
            buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
        )
        self.batch = Histogram(
            "dayeksoz_batch_questions",
            "Questions in one call of the encoder.",
            registry=self.registry,
            buckets=(1, 2, 4, 8, 16),  # the sizes of the desk's batches
        )
        self.waiting = Gauge("dayeksoz_waiting_updates", "Updates that wait or run.", registry=self.registry)
        self.worker = Gauge("dayeksoz_worker", "The number of this worker.", registry=self.registry)
        self.workers = Gauge(
            "dayeksoz_workers", "Workers that are alive, this one included.", registry=self.registry
        )
        self.refused = Counter(
            "dayeksoz_refused_updates", "Updates beyond the queue.", registry=self.registry
        )
        self.verdicts = Counter(
            "dayeksoz_verdicts", "Verdicts on quotes.", ["verdict"], registry=self.registry
        )
        self.proof_failures = Counter(
            "dayeksoz_proof_failures",
            "Messages that were not sent for want of proof.",
            registry=self.registry,
        )

    def asked(self, outcome: str) -> float:
        """How many questions have had ``outcome`` so far."""
        return self.registry.get_sample_value("dayeksoz_questions_total", {"outcome": outcome}) or 0.0

    def page(self) -> bytes:
        """The page that Prometheus reads."""
        return generate_latest(self.registry)
