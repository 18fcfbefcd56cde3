# Two commands are enough: `make lab` and `make test`. Without make, `python tools/set_up.py lab`
# and `python tools/set_up.py test` do the same.
PYTHON ?= python3
ARGS ?=
SET_UP = @$(PYTHON) tools/set_up.py
# What a target needs is installed first, when it is not there; then .venv's programs are found.
WITH = $(SET_UP) for

.PHONY: lab edit test browser lint notebooks handouts teach bundle bench mutants

lab:       ## open JupyterLab in the workbook, which is made or brought up to date
	$(SET_UP) lab $(ARGS)

edit:      ## open JupyterLab on the course's own notebooks, to change the course
	$(WITH) lab python -m linreg_helpers edit $(ARGS)

test:      ## execute every cell and every test
	$(SET_UP) test $(ARGS)

# One browser and one kernel at a time, because they take both cores.
browser: export LINREG_BROWSER = required
browser:   ## open, run and use the notebooks in a real browser; see build/screenshots/
	$(WITH) browser python -m pytest tests/browser $(ARGS)

# The style; the direction of the imports; that what is imported is declared (the package and the
# notebooks do with what a learner has); the workflow and the shell scripts.
lint:      ## check the style, the imports, the declared packages and the workflow
	$(WITH) dev ruff check .
	$(WITH) dev ruff format --check .
	$(WITH) dev lint-imports
	$(WITH) dev deptry linreg_helpers notebooks --ignore DEP002
	$(WITH) dev deptry . --ignore DEP004
	$(WITH) dev jactionlint --strict-exit --ignore unpinned-uses --shellcheck .venv/bin/shellcheck
	$(WITH) dev shellcheck .ci/run tools/get_browser

notebooks: ## execute the notebooks in place, and write the links between them
	$(WITH) dev python -m tools.make_pages execute

handouts:  ## write the lessons as web pages to build/handouts/
	$(WITH) dev python -m tools.make_pages handouts

teach:     ## write the teacher's pages and the slides to build/teaching/
	$(WITH) dev python -m tools.make_slides
	$(WITH) dev python -m tools.make_teaching

bundle:    ## write build/bundle/, the course with its packages for machines without a network
	$(WITH) lab python -m tools.bundle $(ARGS)

bench:     ## measure speed, beside the notes' loop
	$(WITH) dev python -m pytest tests/bench_speed.py --benchmark-columns=min,median,rounds $(ARGS)

mutants:   ## plant faults in the package, and see whether the tests catch them
	$(WITH) dev python -m tools.mutants $(ARGS)
