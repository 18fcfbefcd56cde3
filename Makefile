# Two commands are enough: `make lab` and `make test`. Both set up .venv first, if need be.
PYTHON ?= python3
ARGS ?=
# The notebooks name their kernel python3: here that is .venv's, whatever else is registered.
export JUPYTER_PREFER_ENV_PATH = 1
# Python files are compiled once, and not again in each of a dozen kernels.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: lab test browser lint notebooks handouts bench

lab: .venv/ready       ## open JupyterLab on the first notebook
	.venv/bin/jupyter lab --allow-root --LabApp.default_url=/lab/tree/notebooks/01_random_init.ipynb $(ARGS)

# Made for two cores: of three workers, one waits for its kernel. Threads would only be in the way.
test: export OMP_NUM_THREADS = 1
test: .venv/ready      ## execute every cell and every test
	.venv/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

# One browser and one kernel at a time, because they take both cores.
browser: .venv/ready   ## open, run and use the notebooks in a real browser; see build/screenshots/
	.venv/bin/python -m pytest tests/browser $(ARGS)

lint: .venv/ready      ## check the style of package, tests and notebooks
	.venv/bin/ruff check . && .venv/bin/ruff format --check .

notebooks: .venv/ready ## execute the notebooks in place, and write the links between them
	.venv/bin/python tools/make_pages.py execute

handouts: .venv/ready  ## write the lessons as web pages to build/handouts/
	.venv/bin/python tools/make_pages.py handouts

bench: .venv/ready     ## measure speed, beside the notes' loop
	.venv/bin/python -m pytest tests/bench_speed.py --benchmark-columns=min,median,rounds $(ARGS)

.venv/ready: pyproject.toml constraints.txt tools/set_up.py
	$(PYTHON) tools/set_up.py
