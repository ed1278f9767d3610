"""Which embedding model to use."""

from dataclasses import dataclass
from pathlib import Path

BUNDLED = "bundled"
"""The name of the model that comes with the packages."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which embedding model to load, and how.

    ``name``: ``bundled``, a model's folder, or a hub id. ``device``: a torch device, or ``auto`` (CUDA, then
    MPS, then the processor); several with commas between them share the embedding of a large corpus.
    ``precision``: ``float32``, ``bfloat16``, ``float16``, or ``auto`` (bfloat16
    where the hardware computes in it). ``cache``: where what is made of the bundled model is kept; None for
    the user's cache folder.

    The bundled model runs on the processor without torch where both are ``auto``, or the device is ``cpu``.
    """

    name: str = BUNDLED
    device: str = "auto"
    precision: str = "auto"
    cache: Path | None = None

    @property
    def devices(self) -> tuple[str, ...]:
        """The device or devices, the one that questions are encoded on first."""
        return tuple(filter(None, (device.strip() for device in self.device.split(",")))) or ("auto",)
