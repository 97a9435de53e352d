# make run   install, check, build, show one real answer
# make test  install, run everything that the gate runs
# make docs  the reference pages of the ontology, into build/docs
# make bench the tables of docs/performance.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TEXTS ?= $(wildcard ../shared/sources)

.PHONY: run test docs bench clean

run: $(VENV)/installed
	$(BIN)/jnkg check
	$(BIN)/jnkg build
	$(BIN)/jnkg ask areas-of-an-instrument

test: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/jnkg check
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder
ifneq ($(TEXTS),)
	$(BIN)/jnkg evidence --texts $(TEXTS)
else
	@echo "The texts of the founding documents are not here: give their folder as TEXTS=DIR to hold every quotation against them."
endif

docs: $(VENV)/installed
	$(BIN)/jnkg docs

bench: $(VENV)/tested
	$(BIN)/python bench/run.py
	$(BIN)/python bench/materialise.py

clean:
	rm -rf $(VENV) .jnkg build

$(VENV)/python: requirements/pip.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/pip.txt
	touch $@

$(VENV)/installed: $(VENV)/python pyproject.toml requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/tested: $(VENV)/installed requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/test.txt
	touch $@
