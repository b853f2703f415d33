# Each target does its own set-up inside this checkout, and is quick the second time.
SHELL := /bin/bash
PYTHON ?= python3
export PIP_NO_CACHE_DIR := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test crash check fmt bench tune clean

run: .venv/run.stamp  ## the bot: against Slack when its variables are set, in a local workspace otherwise
	@.venv/bin/fwchoice run

test: .venv/dev.stamp  ## the everyday tests
	@.venv/bin/python -m pytest -q -n 4 --dist worksteal

crash: .venv/dev.stamp  ## the whole crash matrix; its table goes into RELIABILITY.md
	@.venv/bin/python -m tests.crash --write

check: .venv/dev.stamp  ## style, types, the knowledge base, the golden questions
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/fwchoice check
	.venv/bin/fwchoice schema --check
	.venv/bin/fwchoice test

fmt: .venv/dev.stamp  ## put the code into shape
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: .venv/dev.stamp  ## the figures of benchmarks/README.md that need no file of their own
	.venv/bin/python -m benchmarks.cold_start
	.venv/bin/python -m benchmarks.scaling --largest 15000

tune: .venv/run.stamp  ## thresholds from the golden questions
	.venv/bin/fwchoice tune

clean:  ## everything that can be made again
	rm -rf .venv var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/run.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "fwchoice needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + "; say where a newer one is: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (once; takes about half a minute) ..."
	@.venv/bin/python -m pip install -q -r requirements.txt
	@.venv/bin/python -m pip install -q --no-deps -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	@echo "Adding the test tools ..."
	@.venv/bin/python -m pip install -q -r requirements-dev.txt
	@touch $@
