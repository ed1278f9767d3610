"""One package a language; `retrieval.language.languages` finds them by this folder."""
