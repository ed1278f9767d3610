"""Russian."""

from retrieval.language.profiles.russian.profile import PROFILE

__all__ = ["PROFILE"]
