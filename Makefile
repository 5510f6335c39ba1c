# Two commands for a person: `make chat` and `make test`. Everything else is for developers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

LLAMA := .venv-llama

.PHONY: chat test check eval gate bench unit test-model-server clean

chat: $(STAMP)
	$(BIN)/python -m bot chat --first-run

test: $(STAMP) check
	$(BIN)/pytest -q -n 2 --dist loadfile

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(STAMP)
	$(BIN)/pytest -q -m "not integration and not browser"

eval: $(STAMP)
	$(BIN)/python -m bot eval

# The scores of the sample library, without a model and with a recorded one, and of the checker, against those recorded
# on purpose: `yanju eval gate --record`. `python -m eval.broken` shows that it notices.
gate: $(STAMP)
	$(BIN)/python -m bot eval gate

bench: $(STAMP)
	$(BIN)/python -m eval.bench.search
	$(BIN)/python -m eval.bench.reading --n 200 --seed 1 --brief
	$(BIN)/python -m eval.bench.mutations eval/data/library --n 300
	$(BIN)/python -m eval.bench.ingest --chars 1000000
	$(BIN)/python -m eval.bench.serve

# A real llama.cpp server with a random model. Its own environment: the build from source takes minutes, once.
test-model-server: $(STAMP) $(LLAMA)/.installed
	YANJU_TEST_LLAMA=$(LLAMA)/bin/python $(BIN)/pytest -q tests/llama/check_server.py

$(LLAMA)/.installed: tests/llama/requirements.txt
	@echo "正在编译 llama.cpp（首次约需几分钟）… / building llama.cpp, minutes the first time"
	test -x $(LLAMA)/bin/python || $(PYTHON) -m venv $(LLAMA)
	$(LLAMA)/bin/pip install -q -r tests/llama/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) $(LLAMA) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(STAMP): pyproject.toml constraints.txt
	@echo "正在准备运行环境（首次约需几分钟）… / setting up, the first time takes minutes"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --progress-bar on -c constraints.txt -e ".[dev]"
	touch $@
