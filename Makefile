# make setup: .venv with everything; make repl: also starts the REPL; make test: also runs all tests;
# make load: fifty chats ask the Telegram bot at once, one worker and two, for a minute each.
# make soak: questions without pause while the index is updated and its updaters are killed, for a minute or two;
# make scale: what an index costs as it grows, up to ten thousand passages, in a quarter of an hour.
PYTHON ?= python3
INSTALLED := .venv/installed

.PHONY: setup repl test load soak scale
setup: $(INSTALLED)

repl: setup
	@.venv/bin/dayeksoz repl

test: setup
	.venv/bin/python -m pytest

load: setup
	.venv/bin/python -m tests.telegram.load

soak: setup
	.venv/bin/python -m tests.retrieval.soak 40

scale: setup
	@.venv/bin/dayeksoz bench scale --passages 1000,3000,10000

$(INSTALLED): pyproject.toml constraints.txt
	@echo "Installing packages into .venv: a minute or two, and 2 GB of disk…"
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@
