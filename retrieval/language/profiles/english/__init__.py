"""English."""

from retrieval.language.profiles.english.profile import PROFILE

__all__ = ["PROFILE"]
