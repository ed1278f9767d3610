"""What answering costs beside the plainest way, as a picture."""

import io
from pathlib import Path

from retrieval.durable import write_file
from retrieval.evaluation.cold_start import ColdStart
from retrieval.evaluation.speed import Speed
from retrieval.extras import needed

_BLUE, _GREY = "#1f5fa8", "#8a8f98"


def save_speed_plot(speed: Speed, cold: ColdStart, path: Path) -> None:
    """Writes a PNG with a pair of bars for each figure; raises MissingExtraError without matplotlib."""
    pairs = {
        "cold start to an answer, s": (cold.seconds, cold.plain_seconds),
        "peak memory, MiB": (cold.memory, cold.plain_memory),
        "a question, p50, ms": (speed.answer_ms, speed.plain_answer_ms),
        "indexing, passages/s": (speed.indexed_per_second, speed.embedded_per_second),
    }
    figure = needed("matplotlib.figure").Figure(figsize=(8.4, 2.6), layout="constrained")
    for axes, (title, values) in zip(figure.subplots(1, len(pairs)), pairs.items(), strict=True):
        bars = axes.bar(["dayeksoz", "plain"], values, color=[_BLUE, _GREY], width=0.6)
        axes.bar_label(bars, [f"{value:.3g}" for value in values], padding=2, fontsize=9)
        axes.set_title(title, fontsize=9)
        axes.set_ylim(0, 1.18 * max(values))
        axes.set_yticks([])
        axes.spines[["top", "right", "left"]].set_visible(False)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=150, metadata={"Software": None})
    write_file(path, picture.getvalue())
