# ansinh: `make run` brings the whole chain up on this machine, `make test` runs everything CI runs.
# Needs: Python 3.11 or newer with venv (Debian: python3 python3-venv), make. Everything else installs itself into .venv.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: run reader test check fuzz bench bench-peers clean help lock

help:
	@sed -n 's/^# //p' Makefile; echo "targets: run reader test check fuzz bench bench-peers clean lock"

run: $(VENV)/.run
	@exec $(BIN)/ansinh dev --port $(PORT)

# PC/SC readers. On Linux the package is built on the spot; Debian: apt-get install swig libpcsclite-dev pkg-config gcc pcscd
reader: $(VENV)/.reader

test: $(VENV)/.dev check
	@if pkg-config --exists libpcsclite 2>/dev/null && command -v swig >/dev/null; then $(MAKE) -s $(VENV)/.reader; fi
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

fuzz: $(VENV)/.dev
	ANSINH_EXAMPLES=new $(BIN)/python -m pytest tests/terms tests/wire tests/oidc tests/checkin tests/gateway tests/sandbox
	$(BIN)/ansinh fuzz chip --seconds 30

bench: $(VENV)/.dev
	$(BIN)/ansinh bench lookup --json
	$(BIN)/ansinh bench login --json
	$(BIN)/ansinh bench verify --json
	$(BIN)/ansinh bench online --json
	$(BIN)/ansinh bench share --json
	$(BIN)/ansinh bench chip --json

# A leading provider for Node.js to measure beside ours; the only thing here that needs node and npm.
bench-peers:
	cd bench/peers/oidc-provider && npm ci --ignore-scripts --no-audit --no-fund

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache

lock: $(VENV)/.dev
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe -o requirements.txt pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe --extra reader -c requirements-dev.txt -o requirements-reader.txt pyproject.toml

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ansinh needs Python 3.11 or newer; '$(PYTHON)' is not. Name one: make PYTHON=python3.11 run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing ansinh's Python packages into $(VENV) (once) ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "Installing the development packages into $(VENV) (once) ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.reader: requirements-reader.txt $(VENV)/.run
	@echo "Installing the package for PC/SC readers into $(VENV) (once) ..."
	@$(PIP) install --require-hashes -r requirements-reader.txt
	@touch $@
