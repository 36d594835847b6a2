# Everything one does with Earmark from a checkout. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# debug or release
CONFIGURATION ?= debug
EARMARK_DATA ?= data
HOST ?= 127.0.0.1
PORT ?= 8080

SWIFT_FLAGS := -c $(CONFIGURATION) --explicit-target-dependency-import-check error
# Of make fuzz; the check takes 500 files by one seed.
FILES ?= 5000
SEED ?= $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')

PYTHON := .venv/bin/python
DENO := .venv/bin/deno
SCRIPTS_OF_THE_BROWSER := $(shell find static -name '*.js' 2>/dev/null)
DENO_TESTS := $(shell find static -name '*_test.js' 2>/dev/null)

export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help setup-run setup-test build build-tests run test check lint format bench fixtures schema generated linkage fuzz \
	office-check leak-check thread-check clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

setup-run:
	@scripts/setup run

setup-test:
	@scripts/setup test

build: setup-run ## build earmark and earmark-media
	swift build $(SWIFT_FLAGS)

run: build ## fill ./data with the demo account when it is empty, and serve it on PORT (8080)
	@EARMARK_DATA='$(EARMARK_DATA)' scripts/run .build/$(CONFIGURATION)/earmark --host '$(HOST)' --port '$(PORT)'

build-tests: setup-test
	swift build $(SWIFT_FLAGS) --build-tests

test: build-tests ## every test: Swift, browser modules, clients and browsers
	swift test -c $(CONFIGURATION) --skip-build --disable-xctest
ifneq ($(DENO_TESTS),)
	$(DENO) test --quiet --no-prompt $(DENO_TESTS)
endif
	$(PYTHON) -m pytest Tests --ignore Tests/Office -m 'not alone' -n 2 --dist loadfile --no-loadscope-reorder
	$(PYTHON) -m pytest Tests --ignore Tests/Office -m alone

check: build-tests lint generated linkage test ## what has to hold before anything lands: build, lints, generated files, tests

lint: setup-test ## format, import lines, floors, tables, browser rules, links
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	$(PYTHON) scripts/lint/lint.py
ifneq ($(SCRIPTS_OF_THE_BROWSER),)
	$(DENO) fmt --check --quiet static
	$(DENO) lint --quiet static
	$(DENO) check --quiet $(SCRIPTS_OF_THE_BROWSER)
endif

format: setup-test ## format Swift and JavaScript in place
	swift format --in-place --recursive --parallel Package.swift Sources Tests
ifneq ($(SCRIPTS_OF_THE_BROWSER),)
	$(DENO) fmt --quiet static
endif

schema: build ## write docs/schema.sql and docs/openapi.json from the code
	scripts/generated --write .build/$(CONFIGURATION)/earmark

# docs/schema.sql and docs/openapi.json say what the code says.
generated: build-tests
	scripts/generated --check .build/$(CONFIGURATION)/earmark

# Decoders stay out of the process that holds the secrets.
linkage: build-tests
	scripts/linkage .build/$(CONFIGURATION)/earmark

bench: ## measure GROUPS (score media serving browser) against named peers in the same run, and write docs/benchmarks.md; ONLY=S1,S5 to look
	@scripts/setup bench
	swift build -c release --explicit-target-dependency-import-check error
	$(PYTHON) scripts/bench $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) $(GROUPS)

fuzz: build-tests ## FILES (5000) damaged recordings through the media child, by SEED (a new one, printed) from CORPUS too
	EARMARK_FUZZ_FILES='$(FILES)' EARMARK_FUZZ_SEED='$(SEED)' $(if $(CORPUS),EARMARK_FUZZ_CORPUS='$(CORPUS)') \
		swift test -c $(CONFIGURATION) --skip-build --disable-xctest --filter '^SandboxTests\.FuzzTests'

fixtures: ## make media-fixtures anew (speech and screens; committed, never made by a test)
	@scripts/setup fixtures
	$(PYTHON) scripts/fixtures/make.py media-fixtures

office-check: build ## open exported workbooks in LibreOffice, with the right password and a wrong one (installs it: 260 MB)
	@scripts/setup office
	$(PYTHON) -m pytest Tests/Office

# XCTest's runner leaks by itself, so it is left out; the tests are Swift Testing's.
leak-check: setup-test ## the media tests under AddressSanitizer and its leak checker
	swift test --scratch-path .build-address --sanitize=address --disable-xctest --filter '^FFmpegTests'

thread-check: setup-test ## HTTP, SQL and jobs under ThreadSanitizer
	TSAN_OPTIONS='suppressions=$(CURDIR)/scripts/thread-check.txt' \
		swift test --scratch-path .build-thread --sanitize=thread --disable-xctest --filter '^(HTTPTests|SQLTests|AppTests)'

clean: ## remove what was built (the data directory stays)
	rm -rf .build .build-address .build-thread .venv artifacts .pytest_cache .hypothesis .schemathesis
