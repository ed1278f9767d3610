"""One package or module a language; `retrieval.language.languages` finds them by this folder."""
