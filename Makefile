# Everything a person does here is one word. `make run` and `make test` need python3 (3.11+), pip and make; no more.
.PHONY: setup run check fix test unit e2e web bench clean
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
UV := .boot/bin/uv
STAMP := .venv/.mockround-setup
SOURCES := pyproject.toml uv.lock hatch_build.py $(wildcard web/*.json web/*.ts web/elements/* web/lib/* web/styles/*)

help:
	@echo "make run     set up and serve on http://127.0.0.1:8000"
	@echo "make test    set up and run every check, the browser tests included"
	@echo "make check   lint, types, floors, tests without the browser"
	@echo "make fix     format and repair what can be repaired"
	@echo "make bench   print the benchmarks"

setup: $(STAMP)

# uv comes from the package index into a small environment of its own; a uv that is there already is as good.
$(UV):
	@if command -v uv >/dev/null 2>&1; then mkdir -p .boot/bin && ln -sf "$$(command -v uv)" $(UV); \
	else $(PYTHON) -m venv .boot && .boot/bin/pip install --quiet --disable-pip-version-check "uv>=0.9,<1"; fi

$(STAMP): $(SOURCES) | $(UV)
	$(UV) sync --locked --quiet
	@touch $(STAMP)

run: setup
	@$(BIN)/mockround serve --open

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mockround content check
	$(BIN)/python scripts/check_web.py
	$(BIN)/pytest -n auto --dist loadfile -q --ignore=tests/e2e

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

e2e: setup
	@$(BIN)/python scripts/browser.py
	$(BIN)/pytest -q -c tests/e2e/pytest.ini --rootdir . tests/e2e

test: check e2e

bench: setup
	$(BIN)/python -m bench

clean:
	rm -rf .venv .boot src/mockround/_web web/node_modules
