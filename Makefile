# Two commands are enough: `make demo` to see what it does, `make test` to see that it does it.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

# All that is installed here is pinned in requirements/, to the byte; `make renew` moves it on.
PIP := bin/python -m pip --disable-pip-version-check
PINNED := install --quiet --require-hashes --requirement
THRESHOLD := install --quiet --no-deps --no-build-isolation --editable .

# durable-rules is C, and calls PyEval_CallObject, which Python 3.13 dropped. PyObject_CallObject
# does the same and is in every version. The name goes in through CPPFLAGS because the package's
# set-up overwrites CFLAGS, and past pip's cache, which may hold a build made without it.
DURABLE := sed -n '/^durable-rules==/,/[^\\]$$/p' requirements/dev.txt
BUILD_DURABLE := install --no-cache-dir --no-deps --no-build-isolation --require-hashes --requirement

COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make renew'
WITH := --extra audit --extra calendar --extra durable --extra serve --extra sign

define NO_DURABLE
durable-rules, the second evaluator, could not be built or does not load.
It needs a C compiler and the header files of Python
(Debian and Ubuntu: build-essential python3-dev; macOS: xcode-select --install)
and, to be fetched, a network.

threshold works without it: `pip install .` needs no compiler.

What went wrong is in
endef
export NO_DURABLE

# $(call environment,FOLDER): a virtual environment with what builds the rest, and durable-rules.
define environment
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo 'Python 3.11, 3.12 or 3.13 is needed. Name one: make PYTHON=python3.12' >&2; exit 1; }
	$(PYTHON) -m venv $(1)
	@$(1)/$(PIP) $(PINNED) requirements/build.txt
	@echo 'Building durable-rules ...'
	@$(DURABLE) >$(1)/durable-rules.txt
	@{ CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject \
			$(1)/$(PIP) $(BUILD_DURABLE) $(1)/durable-rules.txt && $(1)/bin/python -c 'import durable.lang'; } \
		>$(1)/durable-rules.log 2>&1 || { echo "$$NO_DURABLE $(1)/durable-rules.log" >&2; exit 1; }
	@echo 'Installing threshold and the tools to develop it ...'
endef

# On every core; the tests of one file share what they have read, so that they stay together.
PYTEST := python -m pytest --numprocesses auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help venv demo test test-oldest test-newest stress rules lint format bench samples renew sbom vulnerabilities clean

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' Makefile

venv: $(VENV)/.installed ## Make or renew the virtual environment (PYTHON=python3.12 picks the Python)

$(VENV)/.installed: pyproject.toml requirements/build.txt requirements/dev.txt
	$(call environment,$(VENV))
	@$(VENV)/$(PIP) $(PINNED) requirements/dev.txt
	@$(VENV)/$(PIP) $(THRESHOLD)
	@touch $@

.venv-supply/.installed: requirements/supply.txt
	$(PYTHON) -m venv .venv-supply
	@.venv-supply/$(PIP) $(PINNED) requirements/supply.txt
	@touch $@

.venv-oldest/.installed: pyproject.toml requirements/build.txt requirements/oldest.txt
	$(call environment,.venv-oldest)
	@.venv-oldest/$(PIP) $(PINNED) requirements/oldest.txt
	@.venv-oldest/$(PIP) $(THRESHOLD)
	@touch $@

# The cases of a pack with words of its own are read with them.
OWN_WORDS := cases/national-2026
demo: venv ## Decide every example case
	$(BIN)/threshold decide $(filter-out $(OWN_WORDS),$(wildcard cases/*))
	$(BIN)/threshold decide $(OWN_WORDS) --policy national-2026

test: lint ## Run every check: style, types, tests
	$(BIN)/$(PYTEST)

# ONLY narrows what is run with other versions: make test-oldest ONLY='-m "not slow"'
test-oldest: .venv-oldest/.installed ## Run the tests with the oldest versions that pyproject.toml allows
	.venv-oldest/bin/$(PYTEST) $(ONLY)

# Always anew: what is newest today was not yesterday.
test-newest: ## Run the tests with the newest versions that pyproject.toml allows today
	$(call environment,.venv-newest)
	@.venv-newest/$(PIP) install --quiet --upgrade --upgrade-strategy eager --no-build-isolation \
		--editable '.[audit,calendar,durable,serve,sign,dev]'
	@echo 'Other than pinned:'
	@.venv-newest/$(PIP) freeze --exclude-editable | awk -F '==| ' '\
		!today {pinned[$$1 $$2]; next} \
		{name = tolower($$1); gsub(/[._]+/, "-", name)} \
		!((name $$2) in pinned) {print "  " name, $$2; other = 1} \
		END {if (!other) print "  nothing"}' requirements/dev.txt requirements/build.txt today=1 -
	.venv-newest/bin/$(PYTEST) $(ONLY)

stress: venv ## Try in long form what could harm: the register under kills and writers, many random cases
	THRESHOLD_STRESS=1 $(BIN)/python -m pytest tests/register tests/invariant
	THRESHOLD_CASES=10000 $(BIN)/$(PYTEST) tests/properties tests/oracle tests/schemas/test_decisions.py

EASTMARSH := rules/examples/eastmarsh/eastmarsh --cases rules/examples/eastmarsh/cases

# Which 200 is new each time; the last line says by which --seed they can be drawn again.
rules: venv ## Check the rules: what examples would notice, and what of each document is carried
	$(BIN)/threshold policy mutate --sample 160 --min 90
	$(BIN)/threshold policy mutate $(EASTMARSH) --sample 40 --min 90
	$(BIN)/threshold policy coverage --min 90
	$(BIN)/threshold policy coverage $(EASTMARSH) --min 90

lint: venv ## Check style and types, and the layout of the rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/threshold policy fmt --check

format: venv ## Put code and rules into their one format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/threshold policy fmt

bench: venv ## Measure speed (benchmarks/*.py)
	@set -e; for script in $(sort $(wildcard benchmarks/*.py)); do \
		echo "== $$script"; $(BIN)/python $$script; \
	done

samples: venv ## Make the sample reports in reports/ anew, from an example case and made-up children and contacts
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(BIN)/threshold decide cases/step-up-step-down/after-cp-two-months-thirty-days.yaml \
		--policy step-up-step-down --format markdown >reports/sample-decision.md; \
	$(BIN)/threshold demo-data --children 120 --seed 1 --dirt 0.02 --as events --out "$$folder/sample.csv"; \
	$(BIN)/threshold audit "$$folder/sample.csv" --as-at 2026-06-30 --out "$$folder/audit" --exit-zero \
		--format html --format markdown --format xlsx >"$$folder/summary"; \
	cp "$$folder/summary" reports/sample-audit.txt; \
	for kind in html md xlsx; do cp "$$folder"/audit/*.$$kind reports/sample-audit.$$kind; done; \
	$(BIN)/threshold triage docs/morning/contacts.csv --policy docs/morning/our-mash.yaml \
		--as-at 2026-11-30T08:30 --format html --out reports/sample-worklist.html; \
	chmod 644 reports/sample-*

renew: venv ## Pin the newest versions, and the oldest that pyproject.toml allows, in requirements/
	$(COMPILE) pyproject.toml $(WITH) --extra dev --upgrade --output-file requirements/dev.txt
	$(COMPILE) requirements/build.in --constraint requirements/dev.txt --upgrade \
		--output-file requirements/build.txt
	$(COMPILE) pyproject.toml --constraint requirements/dev.txt --upgrade --output-file requirements/run.txt
	$(COMPILE) requirements/supply.in --constraint requirements/dev.txt --upgrade \
		--output-file requirements/supply.txt
	@set -e; oldest=$$(mktemp); trap 'rm -f "$$oldest"' EXIT; \
	$(COMPILE) pyproject.toml $(WITH) --no-deps --resolution lowest-direct >"$$oldest"; \
	$(COMPILE) pyproject.toml $(WITH) --extra dev --upgrade --constraint "$$oldest" --no-annotate \
		--output-file requirements/oldest.txt

# On demand and never committed: such files name the hosts that packages come from.
sbom: .venv-supply/.installed ## Write bills of materials (CycloneDX): of a plain install, and of all that is pinned
	@mkdir -p build/sbom
	@for name in run dev; do .venv-supply/bin/cyclonedx-py requirements --output-reproducible \
		requirements/$$name.txt --output-file build/sbom/$$name.json && echo "wrote build/sbom/$$name.json"; done

# It needs a network. What could not be looked up is named and counts as a failure, all of it where there is none.
vulnerabilities: .venv-supply/.installed ## Look up known vulnerabilities of all that is pinned
	@.venv-supply/bin/python requirements/vulnerabilities.py --tool .venv-supply/bin/pip-audit

clean: ## Remove the virtual environment, caches and builds
	@for folder in $(VENV) .venv-oldest .venv-newest .venv-supply; do \
		if [ -e $$folder/pyvenv.cfg ]; then rm -rf $$folder; fi; \
	done
	rm -rf build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
