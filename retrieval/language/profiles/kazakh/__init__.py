"""Kazakh."""

from retrieval.language.profiles.kazakh.profile import PROFILE

__all__ = ["PROFILE"]
