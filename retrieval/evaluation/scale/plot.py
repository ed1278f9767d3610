"""How an index grows, as a picture."""

import io
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from retrieval.durable import write_file
from retrieval.evaluation.scale.figures import ScaleFigures, slope
from retrieval.extras import needed

_BLUE, _ORANGE, _GREY = "#1f5fa8", "#d9730d", "#8a8f98"
_STYLES = ((_BLUE, "o-"), (_ORANGE, "s-"), (_GREY, "^--"))

_Lines: TypeAlias = Mapping[str, Callable[[ScaleFigures], float | None]]

_PANELS: Mapping[str, _Lines] = {
    "building, s": {
        "all but embedding": lambda one: one.build_seconds,
        "adding 1 %": lambda one: one.adding_seconds,
        "embedding alone": lambda one: one.embedding_seconds,
    },
    "a question, ms": {
        "p50": lambda one: one.asking.p50_ms,
        "p95": lambda one: one.asking.p95_ms,
        "usearch alone": lambda one: one.neighbours.graph.ms if one.neighbours.graph else None,
    },
    "memory, MB": {
        "resident": lambda one: one.asking.asked.whole,
        "of its own": lambda one: one.asking.asked.own,
        "peak of building": lambda one: one.building.peak.whole,
    },
    "disk, GB": {
        "index": lambda one: one.disk / 1e9,
    },
}


def save_scale_plot(figures: Sequence[ScaleFigures], path: Path) -> None:
    """Writes a PNG with a log-log plot for each kind of cost; raises MissingExtraError without matplotlib."""
    figure = needed("matplotlib.figure").Figure(figsize=(11.2, 3.8), layout="constrained")
    for axes, (title, lines) in zip(figure.subplots(1, len(_PANELS)), _PANELS.items(), strict=True):
        _draw(axes, lines, figures)
        axes.set_title(title, fontsize=10)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=150, metadata={"Software": None})
    write_file(path, picture.getvalue())


def _draw(axes: Any, lines: _Lines, figures: Sequence[ScaleFigures]) -> None:
    """One line for each of ``lines``, with the exponent that it grows by."""
    for (label, of_size), (color, style) in zip(lines.items(), _STYLES, strict=False):
        points = [(one.passages, value) for one in figures if (value := of_size(one)) is not None]
        if not points:
            continue
        exponent = slope(points)
        growth = "" if exponent is None else f": $n^{{{exponent:.2f}}}$"
        axes.plot(*zip(*points, strict=True), style, color=color, markersize=4, label=f"{label}{growth}")
    sizes = [one.passages for one in figures]
    axes.set(xscale="log", yscale="log", xlabel="passages n")
    axes.set_xticks(sizes, [_short(size) for size in sizes])
    axes.set_xticks([], minor=True)
    axes.yaxis.set_major_formatter(lambda value, _: _short(value))
    axes.yaxis.set_minor_formatter(lambda *_: "")
    axes.grid(visible=True, which="major", color="#e3e5e8", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)
    low, high = axes.get_ylim()
    axes.set_ylim(10 ** math.floor(math.log10(low)), 10 ** math.ceil(math.log10(high)))
    axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(-0.1, -0.22))


def _short(value: float) -> str:
    """A number as a label: ``0.1``, ``10k`` or ``2M``."""
    for letter, unit in (("M", 1_000_000), ("k", 1_000)):
        if value >= unit:
            return f"{value / unit:g}{letter}"
    return f"{value:g}"
