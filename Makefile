# frontdesk: `make run` opens a desk, `make test` checks everything. Any POSIX make, Python 3.11 or newer.
.POSIX:

PYTHON = python3
VENV   = .venv
BIN    = $(VENV)/bin
RUN    = $(VENV)/.ready-to-run
DEV    = $(VENV)/.ready-to-test
# A test of the screen waits as long as it works: twice as many workers as processors, where these are few.
JOBS   = $$($(BIN)/python -c 'import os; n = os.cpu_count() or 1; print(max(n, min(2 * n, 8)))')
PIP    = $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt

help:
	@echo 'make run         open the desk on a sample clinic kept in .demo/'
	@echo 'make demo-reset  throw that clinic away; the next run makes a fresh one'
	@echo 'make test        everything CI runs: style, types, tests, coverage'
	@echo 'make check       style and types only'
	@echo 'make snapshots   renew the pictures of the picture tests; look at them afterwards'
	@echo 'make mutants     one wrong line for each rule: the tests that name the rule must notice'
	@echo 'make bench       the benchmarks, as ratios beside their peers; some minutes'
	@echo 'make bench-large how cost grows, up to a million visits; some minutes and 8 GB of memory'
	@echo 'make torture     the long proofs of the store: kills, random faults, eight desks; some minutes'
	@echo 'make tour        a morning at the desk, key by key, in a real terminal (tmux); half a minute'
	@echo 'make clean       remove what make made'

run: $(RUN)
	@$(BIN)/frontdesk demo --keep .demo

demo-reset:
	@rm -rf .demo
	@echo 'The sample clinic is gone; make run makes a fresh one.'

test: check
	@rm -f .coverage .coverage.* coverage.json
	$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal -m 'not alone' --cov --cov-report=
	@$(BIN)/python -m pytest -q -m alone --cov --cov-append --cov-report= || [ $$? -eq 5 ]
	@$(BIN)/python -m coverage json -q -o coverage.json
	@$(BIN)/python -m tests.coverage_gate coverage.json

check: $(DEV)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

snapshots: $(DEV)
	$(BIN)/python -m pytest -q tests/pictures --snapshot-update -k 'not readme'
	@$(BIN)/python -m tests.pictures.for_readme

mutants: $(DEV)
	@$(BIN)/python -m tests.mutants

bench: $(DEV)
	@$(BIN)/python -m tests.bench

bench-large: $(DEV)
	@$(BIN)/python -m tests.bench growth --large --json build/bench-large.json

torture: $(DEV)
	@$(BIN)/python -m tests.store.torture

tour: $(DEV)
	@$(BIN)/python -m tests.tour

clean:
	rm -rf $(VENV) .demo build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .coverage .coverage.* coverage.json snapshot_report.html
	find scheduling tui tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than what it was made from: a second run is instant.
$(RUN): pyproject.toml constraints.txt
	@enough='import sys; sys.exit(sys.version_info < (3, 11))'; found=; \
	for candidate in $(BIN)/python $(PYTHON) python3.13 python3.12 python3.11 python; do \
	  if $$candidate -c "$$enough" >/dev/null 2>&1; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'frontdesk needs Python 3.11 or newer. Install one, or name it: make PYTHON=/path/to/python3 run' >&2; exit 1; \
	fi; \
	if [ "$$found" != $(BIN)/python ]; then \
	  echo "Setting up $(VENV) with $$($$found --version 2>&1) ..."; \
	  $$found -m venv --clear $(VENV) || { \
	    rm -rf $(VENV); echo 'This Python cannot make a virtual environment. On Debian or Ubuntu: apt install python3-venv' >&2; exit 1; }; \
	fi
	@rm -f $(RUN) $(DEV)
	@$(PIP) hatchling
	@$(PIP) --no-build-isolation --editable .
	@touch $(RUN)

$(DEV): $(RUN)
	@$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $(DEV)

.PHONY: help run demo-reset test check snapshots mutants bench bench-large torture tour clean
