# Nothing is assumed but make and Python 3.11 or 3.12; uv is used where it is on the PATH.

PYTHON ?= $(shell for p in python3.11 python3.12 python3 python; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null && echo "$$p" && break; done)
UV := $(shell command -v uv 2>/dev/null)
VENV ?= .venv
BIN := $(VENV)/bin
# Development data beside the checkout, for the evaluations.
SHARED ?= ../shared/data

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PIP_NO_INPUT := 1

ifdef UV
INSTALL = $(UV) pip install --quiet --python $(BIN)/python
else
INSTALL = $(BIN)/python -m pip install -qq --no-warn-script-location
endif

.PHONY: help setup demo demo-sso run check stop eval bench test lint unit lock clean
.DEFAULT_GOAL := help

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

setup: $(VENV)/.installed ## Install into .venv, from the lock files
	@:

demo: setup ## Load the demo and run it; the address is the last line
	@$(BIN)/congvu demo $(if $(CONGVU_DEMO_DETACH),--detach)

demo-sso: $(VENV)/.installed-dev ## The demo, signed on through a real OpenID provider (needs Node.js)
	@$(BIN)/python -m tests.sign_on.demo

run: setup ## Run the site
	@$(BIN)/congvu serve

stop: setup ## Stop what runs in this data folder
	@$(BIN)/congvu stop

check: setup ## See whether everything needed is there
	@$(BIN)/congvu check

eval: setup ## Measure retrieval on the development data
	@$(BIN)/congvu eval retrieval --corpus $(SHARED)/alqac/law.json --queries $(SHARED)/alqac/questions.json

bench: setup ## Time questions on what is loaded
	@$(BIN)/congvu bench ask --queries $(SHARED)/alqac/questions.json

lint: $(VENV)/.installed-dev ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache

unit: $(VENV)/.installed-dev ## Only the unit tests: no database, under 30 seconds
	@$(BIN)/pytest tests/unit

test: lint ## Everything, in as many processes as there are cores, four at most
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

lock: $(VENV)/bin/python ## Make the lock files anew, with hashes and without index addresses
	@command -v uv >/dev/null || { echo 'make lock needs uv (pip install uv)' >&2; exit 2; }
	@printf 'hatchling>=1.27\neditables>=0.5\n' | $(call COMPILE,requirements-build.lock) -
	@$(call COMPILE,requirements.lock) pyproject.toml
	@$(call COMPILE,requirements-dev.lock) --extra dev --constraint requirements.lock pyproject.toml
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --no-annotate --output-file $(1)

clean: ## Remove .venv and caches; data stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo 'Công Vụ needs Python 3.11 or 3.12. Install it, or say where it is: make PYTHON=/path/to/python3.11' >&2; \
		exit 2; fi
ifdef UV
	@$(UV) venv --quiet --python "$(PYTHON)" $(VENV)
else
	@"$(PYTHON)" -m venv $(VENV) || { echo 'On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 2; }
endif

# The package itself is installed in place; what builds it is locked too.
$(VENV)/.installed: requirements.lock requirements-build.lock pyproject.toml | $(VENV)/bin/python
	@echo 'Installing (once) ...'
	@$(INSTALL) --require-hashes -r requirements-build.lock
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
