PYTHON ?= python3
ROUND ?= inputs/february-2027

.PHONY: demo samples test check bench setup lock clean

demo: setup ## plan and publish the sample round
	.venv/bin/tienminuten plan $(ROUND)
	.venv/bin/tienminuten publish outputs/2027-february

samples: setup ## write the three sample rounds anew
	.venv/bin/python -m scheduler.demo.samples

test: setup ## lint, types, tests
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/pytest -n 3 --dist worksteal

bench: setup ## measure planning against a plain model and a portal (three quarters of an hour)
	.venv/bin/python -m tests.benchmarks

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

lock: ## pin every dependency anew, with hashes
	.venv/bin/pip-compile --quiet --all-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build *.egg-info
