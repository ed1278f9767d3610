"""Tests: values against tables, oracles and properties. Only the real model takes more than a moment."""
