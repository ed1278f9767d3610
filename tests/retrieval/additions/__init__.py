"""Tests of what the owner adds."""
