"""A period as a condition on rows: the same passages as `PassageDates.may_fit` marks."""

from retrieval.index.parts.passage_dates import NEAR
from retrieval.periods import Period

_YEARS = range(1000, 2200)
"""Years that rows have: those that a text names as a number, and a few more that it means by words."""


def expression(within: Period | None) -> str:
    """The condition that Milvus takes; empty for all rows."""
    if within is None:
        return ""
    # Where no date is known, ``days`` is below 0.
    near = 0 if within.is_whole_years else NEAR
    dated = f"days >= 0 and first <= {within.last + near} and last >= {within.first - near}"
    if within.is_whole_years:
        dated += f" and days <= {within.last - within.first}"
    years = [year for year in within.years if year in _YEARS]
    return f"({dated}) or array_contains_any(years, {years})" if years else dated
