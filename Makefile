# Everything a person does with this repository. `make help` lists it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Folder of the evaluation data, which is not part of this repository.
DATA ?=

SHELL := bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help briefing demo test cover explore hostile hostile-all lint typecheck format bench mutants pictures docs schemas record lock sbom audit wheel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-12s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("briefing needs Python 3.11 or newer, and $(PYTHON) is %d.%d: name another, such as make PYTHON=python3.13 ..." % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@echo "making $(VENV) with $$($(PYTHON) --version) and installing what the lock files name: one to two minutes, once"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) makes no environments (Debian: apt-get install python3-venv)" >&2; exit 1; }

# Installs a lock file and says what it is at. With --no-deps nothing is resolved: the file names every package, and
# what is published tomorrow changes nothing.
PIP := $(BIN)/python -m pip --disable-pip-version-check
define unpack
	@set -o pipefail; $(PIP) install --progress-bar off --require-hashes --no-deps -r $(1) \
	  | awk -v file=$(1) '/^ *(Collecting|Processing)/ && ++n % 10 == 0 {print "  " file ": " n " packages found"} \
	      /^Installing/ {print "  " file ": unpacking " n " packages"} {fflush()}'
endef

# Without isolation, so that the package is built by what requirements-install.lock holds, and by nothing unseen.
define install
	$(call unpack,$(1))
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
endef

# The pip that the interpreter bundles has the weaknesses known by now: all it ever installs is its successor. Its
# setuptools is as old, and nothing asks for it.
$(VENV)/.pip: requirements-install.lock | $(BIN)/python
	$(call unpack,requirements-install.lock)
	@$(PIP) uninstall --quiet --quiet --yes setuptools
	@touch $@

$(VENV)/.runtime: requirements.lock pyproject.toml $(VENV)/.pip
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml $(VENV)/.pip
	$(call install,requirements-dev.lock)
	@touch $(VENV)/.runtime $@

briefing: $(VENV)/.runtime ## write the briefing of seeds/ to out/ with the embedded engine
	$(BIN)/briefing generate seeds/ --out out/ --model embedded

demo: $(VENV)/.runtime ## the same from the recorded replies of a large language model, offline
	@# Exit code 1 says that some of what was drafted is struck: that is what the demo shows.
	$(BIN)/briefing generate seeds/ --out out/demo/ --model replay:cassettes/demo.json || test $$? -eq 1

test: $(VENV)/.dev ## run the tests, offline
	$(BIN)/python -m pytest -n 2 --dist worksteal

cover: $(VENV)/.dev ## the same, and see that they reach 90 % of lines and branches; takes half as long again
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-fail-under=90

explore: $(VENV)/.dev ## run the tests with all examples, new ones every time, and the largest inputs; for the night
	BRIEFING_TEST_EXPLORE=1 $(BIN)/python -m pytest -o faulthandler_timeout=3600 -n 2 --dist worksteal

hostile: $(VENV)/.dev ## try to make it say, do and show what it must not, and print the table of attempts
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/hostile

hostile-all: $(VENV)/.dev ## the same with the largest inputs and with new examples every time; for the night
	BRIEFING_TEST_EXPLORE=1 $(BIN)/python -m pytest -o faulthandler_timeout=3600 -n 2 --dist worksteal tests/hostile

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
	$(BIN)/python -m benchmarks.orders $(if $(DATA),--data $(DATA))
ifdef DATA
	$(BIN)/python benchmarks/cleaning.py --data $(DATA)/clean
	$(BIN)/python benchmarks/cleaning.py --data $(DATA)/clean --input html
	$(BIN)/python benchmarks/day.py --data $(DATA)/day/2026-04-08
	$(BIN)/python benchmarks/grounding.py --data $(DATA)/alignment
	$(BIN)/python benchmarks/support.py --data $(DATA)/verify/dev.jsonl.gz
	$(BIN)/python benchmarks/swaps.py --data $(DATA)/replies
	$(BIN)/python benchmarks/briefs.py --gold $(DATA)/gold/dev.jsonl --model embedded
	$(BIN)/python benchmarks/stories.py --data $(DATA)/stories/dev.jsonl.gz
	$(BIN)/python -m benchmarks.page --data $(DATA)/day/2026-04-08 --many $(DATA)/stories/dev.jsonl.gz
endif

mutants: $(VENV)/.dev ## see whether the tests notice one-line mistakes in the rules; an hour or more on two cores
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group mutants
	$(BIN)/python benchmarks/mutants.py

pictures: $(VENV)/.dev ## take the pictures of docs/ in a browser (Debian: apt-get install chromium)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group browser
	$(BIN)/python -m tests.browser.pictures

docs: $(VENV)/.dev ## build the site of docs/ into site/; a warning is an error
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group docs
	$(BIN)/python .ci/reference.py docs/reference
	$(BIN)/zensical build --clean --strict

schemas: $(VENV)/.runtime ## write schemas/ from the models
	$(BIN)/briefing schemas --out schemas

record: $(VENV)/.dev ## record the cassettes anew (see cassettes/README.md)
	$(BIN)/python -m tests.record

lock: $(VENV)/.dev ## resolve the dependencies into the lock files; UPGRADE=1 takes the newest versions
	$(call lock,pyproject.toml --extra pdf -o requirements.lock)
	$(call lock,pyproject.toml --group dev -o requirements-dev.lock)
	$(call lock,--group install -c requirements-dev.lock -o requirements-install.lock)

# For every Python from 3.11 on, with extras, since pip before 23.3 otherwise looks for their newest release. The same
# pip knows no extra with a hyphen, such as lxml[html-clean].
define lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-strip-extras --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) $(1)
	@sed -i.bak -e ':a' -e 's/^\([a-z0-9.-]*\[[^]]*\)-/\1_/' -e 'ta' $(lastword $(1)) && rm $(lastword $(1)).bak
endef

sbom: $(VENV)/.dev ## write dist/bom.cdx.json, which names what requirements.lock holds (CycloneDX); always the same bytes
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group supply
	@mkdir -p dist
	$(BIN)/python -W ignore::UserWarning -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible requirements.lock \
	  -o dist/bom.cdx.json

audit: $(VENV)/.dev ## look the locked packages up among the known advisories; needs a network, and says where there is none
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group supply
	$(BIN)/python .ci/audit.py requirements.lock requirements-dev.lock requirements-install.lock

wheel: $(VENV)/.dev ## build the wheel and the source archive into dist/
	$(BIN)/python -m hatchling build -d dist

clean: ## remove what was made
	rm -rf $(VENV) out dist build site .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
