# make setup: .venv with everything; make repl: also starts the REPL; make test: also runs all tests.
PYTHON ?= python3
INSTALLED := .venv/installed

.PHONY: setup repl test
setup: $(INSTALLED)

repl: setup
	@.venv/bin/dayeksoz repl

test: setup
	.venv/bin/python -m pytest

$(INSTALLED): pyproject.toml constraints.txt
	@echo "Installing packages into .venv: a minute or two, and 2 GB of disk…"
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@
