# `make` alone lists the targets. The work is done by scripts/, which run without make as well.
.DEFAULT_GOAL := help
.PHONY: help run web test bench chaos contract sqlx fmt stop

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 12

run: ## start everything on this machine
	@scripts/run

web: ## development server of the console, in front of a running API
	@scripts/web watch

test: ## formatting, clippy, .sqlx, tests of program and console, documentation
	@scripts/test

bench: ## measure a release build; takes some minutes
	@scripts/bench

chaos: ## break a release build under load, and check all results; takes some minutes
	@scripts/chaos

contract: ## run the providers' own libraries against the simulator
	@scripts/contract/run

sqlx: ## regenerate .sqlx, after a change of a query or a migration
	@scripts/sqlx

fmt: ## format the code
	@cargo fmt --all

stop: ## stop private servers left running by a killed run
	@scripts/services down dev
	@scripts/services down test
	@scripts/services down chaos
