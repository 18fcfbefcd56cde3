# Two commands are enough: `make lab` and `make test`. Without make, `python tools/set_up.py lab`
# and `python tools/set_up.py test` do the same.
PYTHON ?= python3
ARGS ?=
SET_UP = @$(PYTHON) tools/set_up.py
# What a target needs is installed first, when it is not there; then .venv's programs are found.
WITH = $(SET_UP) for

.PHONY: lab test browser lint notebooks handouts bench

lab:       ## open JupyterLab on the first notebook
	$(SET_UP) lab $(ARGS)

test:      ## execute every cell and every test
	$(SET_UP) test $(ARGS)

# One browser and one kernel at a time, because they take both cores.
browser: export LINREG_BROWSER = required
browser:   ## open, run and use the notebooks in a real browser; see build/screenshots/
	$(WITH) browser python -m pytest tests/browser $(ARGS)

lint:      ## check the style of package, tests and notebooks
	$(WITH) dev ruff check .
	$(WITH) dev ruff format --check .
	$(WITH) dev lint-imports

notebooks: ## execute the notebooks in place, and write the links between them
	$(WITH) dev python tools/make_pages.py execute

handouts:  ## write the lessons as web pages to build/handouts/
	$(WITH) dev python tools/make_pages.py handouts

bench:     ## measure speed, beside the notes' loop
	$(WITH) dev python -m pytest tests/bench_speed.py --benchmark-columns=min,median,rounds $(ARGS)
