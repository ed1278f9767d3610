"""How much each feature of a passage counts: ``weights.json`` has the weights and where they come from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """Which features a ranking uses: all but those ``without``.

    ``uses_glossary``: whether other names of what is asked about count too.
    """

    without: frozenset[str] = frozenset()
    uses_glossary: bool = True

    def of(self, feature: str) -> float:
        """The weight of a feature; 0 for one that is left out."""
        return 0.0 if feature in self.without else _weights()[feature]


ALL = Weights()


@cache
def _weights() -> Mapping[str, float]:
    weights: Mapping[str, float] = json.loads(_FILE.read_bytes())["weights"]
    return weights
