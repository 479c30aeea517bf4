# The commands of this project; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test offline hour bench simulate torture screenshots clean

python := .venv/bin/python

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start a server with a demo company and a rep's desktop (FRESH=1 begins anew)
	@installers/prepare run
	@$(python) installers/run.py $(if $(filter-out 0,$(FRESH)),--fresh)

test: ## Check lint, types, contracts and all tests
	@installers/prepare test
	@installers/check

offline: ## Run the tests of the desktop without any network, loopback down too
	@installers/prepare test
	@installers/offline

hour: ## Live a person's hour at a real window, by real keys and mouse, into out/hour.json and out/hour
	@installers/prepare hour
	@$(python) -m tests.hour

bench: ## Measure against the budgets into out/bench.json (FULL=1 all sizes, ONLY=sync one part)
	@installers/prepare test
	@$(python) -m tests.bench $(if $(filter-out 0,$(FULL)),--full) $(if $(ONLY),--only $(ONLY))

simulate: ## Play SEEDS=n histories FROM=a on into out/simulation.json (FAULTS=1 planted ones, COVERAGE=1 lines, JOBS=n)
	@installers/prepare test
	@$(python) -m tests.simulation --seeds $(or $(SEEDS),$(if $(filter-out 0,$(COVERAGE)),12,100)) --from $(or $(FROM),0) \
	  $(if $(JOBS),--jobs $(JOBS)) $(if $(filter-out 0,$(FAULTS)),--faults) $(if $(filter-out 0,$(COVERAGE)),--coverage)

torture: ## Kill, stop and cut off real processes for MINUTES=n, on both stores, into out/torture.json
	@installers/prepare test
	@$(python) -m tests.torture --minutes $(or $(MINUTES),5) --from $(or $(FROM),0)

screenshots: ## Picture every screen in both languages and both themes into out/screenshots
	@installers/prepare test
	@$(python) -m tests.screenshots

clean: ## Remove what commands made: out/, caches and the environment
	@rm -rf out build .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis ./*.egg-info
	@find crm_desktop sync_server tests installers -name __pycache__ -type d -prune -exec rm -rf {} +
