# Two commands: `make demo` runs the main job, `make test` passes the tests. Each makes its own environment.
PYTHON ?= python3
DEMO := .venv/demo
DEV := .venv/dev
WHEEL := .venv/wheel
SOURCES := $(shell find src criteria_plugins schemas -type f -not -name '*.pyc')

.PHONY: demo test lint types format wheel benchmarks clean

demo: $(DEMO)/.installed
	$(DEMO)/bin/fourgood evaluate examples/pilot_2024 || test $$? -eq 1

test: $(DEV)/.installed
	$(DEV)/bin/python -m pytest -n auto --cov --cov-report=term

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
	$(DEV)/bin/python -m pip install --quiet --editable '.[spreadsheets,frames,dask,spark]' --group dev
	touch $@

clean:
	rm -rf .venv build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
