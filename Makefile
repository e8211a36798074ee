# What people do here, in one place. `make help` lists it; nothing else needs to be installed than Python and make.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
NET ?= var/net
BIN := .venv/bin
READER := $(or $(LC_ALL),$(LC_MESSAGES),$(LANG))# whose language the first words of make demo are in
AT_ONCE = -n $(JOBS)
PYTEST = env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest
FULL = INSYN_TEST=full $(PYTEST) $(AT_ONCE) $(ARGS)
FULL_none = echo "Name a part: make test-full PART=pages (or browser, walks, defects, mutants, spark, lighthouse)"; exit 2
FULL_pages = $(FULL) --ignore tests/browser --deselect tests/register/test_random_walks.py -k "not spark"
FULL_browser = $(FULL) tests/browser --ignore tests/browser/test_lighthouse.py
FULL_walks = $(FULL) tests/register/test_random_walks.py
FULL_defects = $(BIN)/python tests/defects/run.py $(ARGS)
FULL_mutants = $(BIN)/python tests/defects/mutants.py $(ARGS)
FULL_spark = { command -v java >/dev/null || { echo "Spark needs Java 17 or newer, and none was found. On Debian and \
	Ubuntu: apt-get install openjdk-17-jre-headless"; exit 1; }; } && \
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/spark.txt && \
	$(FULL) tests/assessments/test_counting.py tests/assessments/test_where_data_lie.py -n 1 -k spark
FULL_lighthouse = npm install --silent --no-fund --no-audit --prefix .venv/lighthouse lighthouse@12.8.2 && \
	$(FULL) tests/browser/test_lighthouse.py
OWN := register algorithms assessments
COMPILE := /tmp/insyn-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --no-strip-extras

.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo demo-reset test test-fast test-both test-full check bench screenshots net net-check docs messages lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: .venv/.run ## a virtual environment with what Insyn runs on, and the command .venv/bin/insyn
setup-test: .venv/.test ## what the tests need as well: tools, PostgreSQL's programs and Chromium
	@$(BIN)/python tests/programs.py install

demo: setup ## a made-up city at http://127.0.0.1:8000 (PORT=… for another port); keeps its data in var/
	@$(BIN)/insyn demo --port $(PORT) --data-dir var
demo-reset: ## forget what was done in the demo
	rm -rf var

test: setup-test ## every promise, in minutes: rules, pages, storage on both databases, a real browser (JOBS=… at once)
	@$(PYTEST) $(AT_ONCE) $(ARGS)
test-fast: .venv/.test ## for every save: rules, architecture, and one page of each kind
	@$(PYTEST) $(AT_ONCE) tests/register/test_one_of_each_kind.py tests/architecture tests/assessments tests/algorithms \
		--ignore tests/assessments/reference -m "not slow" $(ARGS)
test-both: setup-test ## what runs on SQLite in make test, on PostgreSQL; more pages, modes and English walks in the browser
	@INSYN_TEST=both $(PYTEST) $(AT_ONCE) $(ARGS)
test-full: setup-test ## all that can be tried, in parts of at most an hour: PART=pages, browser, walks, defects, …
	@$(FULL_$(or $(PART),none))
check: .venv/.test ## lint, format, types and layers
	@failed=0; for step in "ruff check ." "ruff format --check ." mypy "lint-imports --no-logo"; do \
		$(BIN)/$$step || failed=1; done; exit $$failed
bench: .venv/.test ## how fast it is, beside something to compare with
	@$(BIN)/python -m pytest tests/benchmarks -o python_files='bench_*.py' -q -s
screenshots: setup-test ## pictures of the main pages in both languages, in var/screenshots and docs/pictures
	@$(BIN)/python -m pytest tests/browser -o python_files='shoot_*.py' -q

net: .venv/.test ## keep every page of the demo as every role meets it, before a rebuild (NET=… for another folder)
	@$(BIN)/python tests/net/keep.py $(NET)/before
net-check: .venv/.test ## what differs on those pages now; mended sentences stand in tests/net/allowed.txt
	@$(BIN)/python tests/net/keep.py $(NET)/now
	@$(BIN)/python tests/net/compare.py $(NET)/before $(NET)/now $(ARGS)

docs: .venv/.run ## write docs/generated/ anew from the program
	@$(BIN)/python docs/generate.py
messages: .venv/.run ## bring the Swedish catalogues (*/locale/sv.po) in step with the English texts in the source
	@$(BIN)/python tests/messages.py
lock: ## choose versions anew and pin them with hashes (asks the package index)
	$(PYTHON) -m venv /tmp/insyn-lock && /tmp/insyn-lock/bin/pip install --quiet uv
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra spark -c requirements/run.txt -o requirements/spark.txt
	$(COMPILE) --group build -c requirements/run.txt -o requirements/build.txt
	$(COMPILE) pyproject.toml --group dev -c requirements/run.txt -c requirements/build.txt -o requirements/dev.txt
clean: ## remove what was made here, but not the demo's data
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(OWN) tests docs -name __pycache__ -prune -exec rm -rf {} +

# A file in .venv says "done"; it is older than its prerequisites when something has to be done again.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { case "$(READER)" in \
		sv*) echo "Insyn behöver Python 3.11 eller nyare som $(PYTHON). Installera det och ange det, till exempel: make setup PYTHON=python3.12";; \
		*) echo "Insyn needs Python 3.11 or newer as $(PYTHON). Install one and name it, for example: make setup PYTHON=python3.12";; \
		esac; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { case "$(READER)" in \
		sv*) echo "$(PYTHON) kan inte skapa virtuella miljöer. På Debian och Ubuntu: apt-get install python3-venv";; \
		*) echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv";; \
		esac; exit 1; }
	@$(PYTHON) -m venv .venv
.venv/.run: .venv/bin/pip requirements/run.txt requirements/build.txt pyproject.toml
	@case "$(READER)" in sv*) echo "Installerar det som Insyn behöver (omkring 400 MB, en gång) …";; \
		*) echo "Installing what Insyn runs on (about 400 MB, once) …";; esac
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
.venv/.test: .venv/.run requirements/dev.txt
	@echo "Installing the tools for tests and checks …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
