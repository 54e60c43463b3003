# Everything a person does with this repository. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Folder of the evaluation data, which is not part of this repository.
DATA ?=

.DEFAULT_GOAL := help
.PHONY: help briefing demo test lint typecheck format bench mutants schemas record lock wheel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-12s %s\n", $$1, $$2}'

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "briefing needs Python 3.11 to 3.13: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

briefing: $(VENV)/.runtime ## write the briefing of seeds/ to out/ with the embedded engine
	$(BIN)/briefing generate seeds/ --out out/ --model embedded

demo: $(VENV)/.runtime ## the same from the recorded replies of a large language model, offline
	@# Exit code 1 says that some of what was drafted is struck: that is what the demo shows.
	$(BIN)/briefing generate seeds/ --out out/demo/ --model replay:cassettes/demo.json || test $$? -eq 1

test: $(VENV)/.dev ## run the tests, offline
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-fail-under=90

lint: $(VENV)/.dev ## check style and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

typecheck: $(VENV)/.dev ## check types
	$(BIN)/mypy

format: $(VENV)/.dev ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## run the benchmarks that need no evaluation data; DATA=DIR runs them all
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/faults.py
ifdef DATA
	$(BIN)/python benchmarks/cleaning.py --data $(DATA)/clean
	$(BIN)/python benchmarks/cleaning.py --data $(DATA)/clean --input html
	$(BIN)/python benchmarks/grounding.py --data $(DATA)/alignment
	$(BIN)/python benchmarks/support.py --data $(DATA)/verify/dev.jsonl.gz
	$(BIN)/python benchmarks/swaps.py --data $(DATA)/replies
	$(BIN)/python benchmarks/briefs.py --gold $(DATA)/gold/dev.jsonl --model embedded
	$(BIN)/python benchmarks/stories.py --data $(DATA)/stories/dev.jsonl.gz
endif

mutants: $(VENV)/.dev ## see whether the tests notice one-line mistakes in the rules; half an hour on two cores
	$(BIN)/python benchmarks/mutants.py

schemas: $(VENV)/.runtime ## write schemas/ from the models
	$(BIN)/briefing schemas --out schemas

record: $(VENV)/.dev ## record the cassettes anew (see cassettes/README.md)
	$(BIN)/python -m tests.record

lock: $(VENV)/.dev ## resolve the dependencies anew into the lock files
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command "make lock" pyproject.toml --group dev -o requirements-dev.lock

wheel: $(VENV)/.dev ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean: ## remove what was made
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
