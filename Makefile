# Everything a person does here is one word. `make run` and `make test` need python3 (3.11+), pip and make; no more.
.PHONY: help setup run check fix test test-realmodel e2e promises soak fuzz bench sbom clean
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
UV := .boot/bin/uv
STAMP := .venv/.mockround-setup
SOURCES := pyproject.toml uv.lock hatch_build.py $(wildcard web/*.json web/*.ts web/elements/* web/elements/*/* web/lib/* web/lib/*/* web/styles/*)

help:
	@echo "make run     set up and serve on http://127.0.0.1:8000"
	@echo "make test    set up and run every check, the browser tests included"
	@echo "make check   lint, types, floors, tests without the browser"
	@echo "make fix     format and repair what can be repaired"
	@echo "make soak    try every promise many more times; SOAK=0.1 runs a tenth of a night"
	@echo "make promises  write what the last run counted into docs/promises.md"
	@echo "make fuzz    look for texts that break a reader of ours, a minute for each; FUZZ_SECONDS=300 is five"
	@echo "make bench   print the benchmarks"
	@echo "make sbom    write what the product is built on to dist/sbom.json (CycloneDX)"
	@echo "make test-realmodel"
	@echo "             a whole round and grade by a real llama.cpp server, which is built once (7 minutes, a C++ compiler)"

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
	@$(BIN)/python -m scripts.strace
	@rm -rf promise-results/quick
	$(BIN)/pytest -n auto --dist loadfile -q --ignore=tests/e2e --ignore=tests/realmodel

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

e2e: setup
	@$(BIN)/python -m scripts.browser
	$(BIN)/pytest -n auto --dist loadfile -q -c tests/e2e/pytest.ini --rootdir . tests/e2e

test: check e2e
	@$(BIN)/python scripts/promises.py check

# What the last `make test` counted becomes the page; look at the difference before it is committed.
promises: setup
	@$(BIN)/python scripts/promises.py write

soak: setup
	@$(BIN)/python -m scripts.strace
	@$(BIN)/python -m scripts.browser
	@rm -rf promise-results/soak
	nice $(BIN)/pytest -n auto --dist loadfile -q -o timeout=14400 --soak=$(or $(SOAK),1) tests/faults tests/security; \
	status=$$?; nice $(BIN)/pytest -q -c tests/e2e/pytest.ini --rootdir . --soak=$(or $(SOAK),1) tests/e2e/test_typing.py || status=$$?; \
	$(BIN)/python scripts/promises.py soak && exit $$status

# What guides it is installed for this alone.
fuzz: setup
	nice $(UV) run --locked --quiet --group fuzz python -m scripts.fuzz $(or $(FUZZ_SECONDS),60)

# What builds the server and writes its model is installed for these tests alone.
REALMODEL := $(UV) run --locked --quiet --group realmodel
test-realmodel: setup
	@$(REALMODEL) python scripts/real_model.py
	$(REALMODEL) pytest -q tests/realmodel

bench: setup
	$(BIN)/python -m bench

sbom: setup
	@mkdir -p dist
	$(UV) export --locked --no-dev --quiet --format cyclonedx1.5 --output-file dist/sbom.json
	@echo "wrote dist/sbom.json"

clean:
	rm -rf .venv .boot src/mockround/_web web/node_modules
