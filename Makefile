# Two commands are enough: `make demo` to see what it does, `make test` to see that it does it.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
STAMP := $(VENV)/.installed

# durable-rules is C, and calls PyEval_CallObject, which Python 3.13 dropped. PyObject_CallObject
# does the same and is in every version. The name goes in through CPPFLAGS because the package's
# set-up overwrites CFLAGS, and past pip's cache, which may hold a build made without it.
DURABLE := $(shell sed -n 's/^durable = \["\(.*\)"\]$$/\1/p' pyproject.toml)
BUILD_DURABLE := CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject $(PIP) install --no-cache-dir
BUILD_LOG := $(VENV)/durable-rules.log

define NO_DURABLE
durable-rules, the second evaluator, could not be built or does not load.
It needs a C compiler and the header files of Python
(Debian and Ubuntu: build-essential python3-dev; macOS: xcode-select --install)
and, to be fetched, a network. What went wrong is in $(BUILD_LOG).

threshold works without it: `pip install .` needs no compiler.
endef
export NO_DURABLE

.DEFAULT_GOAL := help
.PHONY: help venv demo test stress lint format bench samples clean

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' Makefile

venv: $(STAMP) ## Make or renew the virtual environment (PYTHON=python3.12 picks the Python)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo 'Python 3.11, 3.12 or 3.13 is needed. Name one: make PYTHON=python3.12' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --upgrade 'pip>=24'
	@echo 'Building $(DURABLE) ...'
	@{ $(BUILD_DURABLE) '$(DURABLE)' && $(BIN)/python -c 'import durable.lang'; } \
		>$(BUILD_LOG) 2>&1 || { echo "$$NO_DURABLE" >&2; exit 1; }
	@echo 'Installing threshold and the tools to develop it ...'
	@$(PIP) install --quiet --editable '.[audit,durable,sign,dev]'
	@touch $@

demo: venv ## Decide every example case
	$(BIN)/threshold decide cases/

test: lint ## Run every check: style, types, tests
	$(BIN)/python -m pytest

stress: venv ## Try in long form what could harm the register: kills, many writers, a full disk
	THRESHOLD_STRESS=1 $(BIN)/python -m pytest tests/register/test_store.py

lint: venv ## Check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: venv ## Put the code into its one format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: venv ## Measure speed (benchmarks/*.py)
	@set -e; for script in $(sort $(wildcard benchmarks/*.py)); do \
		echo "== $$script"; $(BIN)/python $$script; \
	done

samples: venv ## Make the sample reports in reports/ anew, from an example case and made-up children
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(BIN)/threshold decide cases/step-up-step-down/after-cp-two-months-thirty-days.yaml \
		--policy step-up-step-down --format markdown >reports/sample-decision.md; \
	$(BIN)/threshold demo-data --children 120 --seed 1 --dirt 0.02 --as events --out "$$folder/sample.csv"; \
	$(BIN)/threshold audit "$$folder/sample.csv" --as-at 2026-06-30 --out "$$folder/audit" --exit-zero \
		--format html --format markdown --format xlsx >"$$folder/summary"; \
	cp "$$folder/summary" reports/sample-audit.txt; \
	for kind in html md xlsx; do cp "$$folder"/audit/*.$$kind reports/sample-audit.$$kind; done; \
	chmod 644 reports/sample-*

clean: ## Remove the virtual environment, caches and builds
	@if [ -e $(VENV)/pyvenv.cfg ]; then rm -rf $(VENV); fi
	rm -rf build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
