"""The pictures of a report, as SVG. Drawn with matplotlib, without a screen."""

import io
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from retrieval.evaluation.measures import Values, reliability, risk_coverage
from retrieval.evaluation.run import Result
from retrieval.evaluation.summary import Summary
from retrieval.extras import needed

_SIZE = (5.2, 3.4)
_BLUE, _ORANGE, _GREY = "#1f5fa8", "#d9730d", "#8a8f98"
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def risk_coverage_plot(results: list[Result]) -> str:
    """Share of wrong answers as more questions are answered, over all and by the questions' languages; the
    dot is where the threshold stands.
    """
    given = [result for result in results if result.answered]
    languages = sorted({result.language for result in results})
    by_language = {code: [result for result in results if result.language == code] for code in languages}

    def draw(axes: Any) -> None:
        if len(by_language) > 1:
            for (code, found), style in zip(by_language.items(), itertools.cycle(("-", "--", ":"))):
                axes.plot(*_risks(found), style, color=_GREY, linewidth=1.2, label=code)
        axes.plot(*_risks(results), color=_BLUE, label="all")
        if given:
            wrong = sum(not result.is_right for result in given) / len(given)
            axes.plot([len(given) / len(results)], [wrong], "o", color=_ORANGE, label="threshold in use")
        axes.legend(frameon=False, loc="upper left", fontsize=8)
        axes.set(
            xlabel="share of questions answered", ylabel="wrong among answers", xlim=(0, 1), ylim=(0, None)
        )

    return _svg(draw, "Risk and coverage")


def reliability_plot(results: list[Result]) -> str:
    """Stated confidence against the share that is right; on the line the two agree."""
    points = reliability(_stated(results), [result.is_right for result in results])

    def draw(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], "--", color=_GREY, linewidth=1)
        axes.plot([x for x, _, _ in points], [y for _, y, _ in points], "o-", color=_BLUE)
        for x, y, count in points:
            axes.annotate(
                str(count), (x, y), textcoords="offset points", xytext=(0, 7), ha="center", fontsize=7
            )
        axes.set(xlabel="stated confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1.08))

    return _svg(draw, "Reliability (with the number of questions)")


def confidence_plot(results: list[Result]) -> str:
    """Confidences of questions with and without an answer in the corpus."""
    with_answer = [result.confidence for result in results if result.is_answerable]
    without = [result.confidence for result in results if not result.is_answerable]

    def draw(axes: Any) -> None:
        edges = np.linspace(0, 1, 21)
        axes.hist(with_answer, edges, color=_BLUE, alpha=0.75, label="with an answer")
        axes.hist(without, edges, color=_ORANGE, alpha=0.75, label="without")
        axes.legend(frameon=False)
        axes.set(xlabel="confidence", ylabel="questions", xlim=(0, 1))

    return _svg(draw, "Confidence")


def language_plot(languages: dict[str, Summary], measures: tuple[str, ...]) -> str:
    """Bars by language with their 95 % intervals."""

    def draw(axes: Any) -> None:
        width = 0.8 / len(measures)
        for number, measure in enumerate(measures):
            found = [summary.metrics[measure] for summary in languages.values()]
            places = np.arange(len(found)) + number * width
            means = np.array([estimate.mean for estimate in found])
            reach = [means - [e.low for e in found], [e.high for e in found] - means]
            color = (_BLUE, _ORANGE, _GREY)[number % 3]
            axes.bar(places, means, width * 0.9, yerr=reach, label=measure, color=color, capsize=3)
        axes.set_xticks(np.arange(len(languages)) + width * (len(measures) - 1) / 2, list(languages))
        axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=len(measures), fontsize=8)
        axes.set(ylim=(0, 1.05))

    return _svg(draw, "By language")


def _risks(results: list[Result]) -> tuple[Values, Values]:
    return risk_coverage(_stated(results), [result.is_right for result in results])


def _stated(results: list[Result]) -> list[float]:
    return [result.confidence or 0.0 for result in results]


def _svg(draw: Callable[[Any], None], title: str) -> str:
    """What ``draw`` draws, as an ``<svg>`` element; the same each time."""
    rc_context, figures = needed("matplotlib").rc_context, needed("matplotlib.figure")
    with rc_context({"svg.hashsalt": "dayeksoz", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = figures.Figure(figsize=_SIZE, layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_title(title, fontsize=11, loc="left")
        draw(axes)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata=_NO_METADATA)
    text = buffer.getvalue()
    return text[text.index("<svg") :]
