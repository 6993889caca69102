# Two commands: `make demo` runs the main job, `make test` passes the tests. Each makes its own environment.
PYTHON ?= python3
DEMO := .venv/demo
DEV := .venv/dev
WHEEL := .venv/wheel
SOURCES := $(shell find src criteria_plugins schemas -type f -not -name '*.pyc')

.PHONY: demo test java lint types format wheel benchmarks clean

demo: $(DEMO)/.installed
	$(DEMO)/bin/fourgood evaluate examples/pilot_2024 || test $$? -eq 1

test: $(DEV)/.installed java
	$(DEV)/bin/python -m pytest -n auto --cov --cov-report=term

# What Spark runs on: the machine's own Java where it is new enough, else Debian's, where we may install it.
java:
	@if java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	    && apt-get update -qq && apt-get install -y -qq openjdk-17-jre-headless; then exit 0; fi; \
	echo 'No Java 17 or newer, and none could be installed: the tests of Spark are skipped. Install a JRE, or run as root on Debian.'

lint: $(DEV)/.installed
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .

types: $(DEV)/.installed
	$(DEV)/bin/mypy

format: $(DEV)/.installed
	$(DEV)/bin/ruff check --fix .
	$(DEV)/bin/ruff format .

# The wheel, in an environment that has never seen the sources, on the README's main job.
wheel: $(DEV)/.installed
	rm -rf dist $(WHEEL)
	$(DEV)/bin/python -m build --quiet --outdir dist .
	$(PYTHON) -m venv $(WHEEL)
	$(WHEEL)/bin/python -m pip install --quiet dist/*.whl
	cd $(WHEEL) && bin/fourgood evaluate ../../examples/pilot_2024 > verdicts.txt || test $$? -eq 1
	grep -q 'bốn tốt' $(WHEEL)/verdicts.txt
	cd $(WHEEL) && bin/fourgood new-plugin school-criteria && test -s school-criteria/pyproject.toml

benchmarks: $(DEV)/.installed
	$(DEV)/bin/python benchmarks/run.py
	$(DEV)/bin/python benchmarks/frames.py

$(DEMO)/.installed: pyproject.toml $(SOURCES)
	$(PYTHON) -m venv $(DEMO)
	$(DEMO)/bin/python -m pip install --quiet .
	touch $@

# pip learned of dependency groups in 25.1.
$(DEV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(DEV)
	$(DEV)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(DEV)/bin/python -m pip install --quiet --editable '.[spreadsheets,frames,dask,spark,postgres]' --group dev
	touch $@

clean:
	rm -rf .venv build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
