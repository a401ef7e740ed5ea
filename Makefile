# The doors of the portal. What they do is in deploy/. State lives in var/ (VAR_DIR), the Python environment in .venv.
export PYTHON ?= python3
export PORT ?= 8000
export VAR_DIR ?= $(CURDIR)/var

.PHONY: help setup run test lint bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

setup: ## everything make run needs; quick when nothing has changed
	@deploy/setup.sh run

run: setup ## serve at 127.0.0.1:8000 (another port: make run PORT=8001); Ctrl-C ends every process
	@deploy/run.sh

test: ## every test, with SQLite, PostgreSQL, Redis and chromium
	@deploy/setup.sh test
	@deploy/test.sh

lint: ## style, and the direction of imports
	@deploy/setup.sh test
	@deploy/lint.sh

bench: ## the measurements of docs/benchmarks.md
	@deploy/setup.sh test
	@.venv/bin/python bench/run.py

clean: ## forget the Python environment and what was compiled, but no data
	rm -rf .venv locale/*/LC_MESSAGES/*.mo "$(VAR_DIR)/static"
