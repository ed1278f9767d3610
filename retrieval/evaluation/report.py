"""A run as one self-contained page: tables, plots, the worst failures side by side."""

from pathlib import Path

from retrieval.durable import write_file
from retrieval.evaluation.plots import (
    confidence_plot,
    language_plot,
    reliability_plot,
    risk_coverage_plot,
)
from retrieval.evaluation.run import Result, Run
from retrieval.evaluation.summary import groups, summarise
from retrieval.extras import needed

_TEMPLATE = Path(__file__).with_name("report.html")
_FAILURES = 25
"""Failures on the page: what a person reads in one sitting."""

_BARS = ("nDCG@10", "Success@1")


def html_report(run: Run) -> str:
    """The page's HTML; it loads nothing from anywhere."""
    summary = summarise(run.results)
    by = groups(run)
    failed = _failures(run)
    template = (
        needed("jinja2")
        .Environment(autoescape=True, trim_blocks=True)
        .from_string(_TEMPLATE.read_text("utf-8"))
    )
    results = list(run.results)
    plots = []
    if summary.abstention:
        plots += [risk_coverage_plot(results), reliability_plot(results), confidence_plot(results)]
    if "language" in by:
        plots.append(language_plot({n: s for n, s in by["language"].items() if s.questions}, _BARS))
    page: str = template.render(
        run=run,
        summary=summary,
        groups=by,
        plots=plots,
        failures=failed[:_FAILURES],
        failed=len(failed),
        p50=run.percentile(50),
        p95=run.percentile(95),
    )
    return page


def _failures(run: Run) -> list[Result]:
    """Wrong first quotes, the most confident first; unanswerable questions only where they were answered."""
    wrong = [r for r in run.results if not r.is_right and (r.is_answerable or r.answered)]
    return sorted(wrong, key=lambda result: -(result.confidence or 0.0))


def save_report(run: Run, path: Path) -> None:
    """Writes the page in one step."""
    write_file(path, html_report(run).encode())
