# make run   install, check, build, serve the graph (PORT=8000)
# make test  install, run everything that the gate runs
# make docs  the reference of the ontology and of the Python API, into build/docs
# make bench the tables of docs/performance.md; make bench-serve those of docs/serving.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TEXTS ?= $(wildcard ../shared/sources)
PORT ?= 8000
NODE := $(if $(shell command -v npm),$(patsubst %,tests/%/node_modules/.package-lock.json,comunica graphology rocrate))

.PHONY: run test docs bench bench-serve clean

run: $(VENV)/installed
	$(BIN)/jnkg check
	$(BIN)/jnkg build
	$(BIN)/jnkg serve --port $(PORT)

test: $(VENV)/tested $(NODE)
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

bench-serve: $(VENV)/tested requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/bench.txt
	$(BIN)/python bench/serve.py
	$(BIN)/python bench/attack.py

clean:
	rm -rf $(VENV) .jnkg build

tests/%/node_modules/.package-lock.json: tests/%/package.json tests/%/package-lock.json
	cd tests/$* && npm ci --silent --no-audit --no-fund
	touch $@

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
