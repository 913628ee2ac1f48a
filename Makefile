# make demo and make test do everything from a new Debian 12 machine on; see README.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup package build everything program program-and-tests web run-tools test-tools demo test quick check tidy format bench matrix-mutants clean

DEMO_DATA ?= data/demo
# More words for the demo, e.g. DEMO_FLAGS="--listen 127.0.0.1:8720" or DEMO_FLAGS="--no-serve".
DEMO_FLAGS ?=
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

help:
	@echo "make demo    set up, build, load the demo city, print its half-year report, serve it"
	@echo "make test    set up, build, run every test (SQLite, PostgreSQL, sanitizers, web)"
	@echo "make quick   checks, unit tests and fast cases on SQLite, under three minutes"
	@echo "make check   format, floors, names: seconds"
	@echo "make build   the program and the work app"
	@echo "make package a .deb for Debian 12 (docs/operate.md)"
	@echo "make bench   the measurements (bench/), minutes"
	@echo "make matrix-mutants  inverts each access condition; the matrix must turn red (an hour)"
	@echo "make tidy    clang-tidy over the sources (minutes)"
	@echo "make format  clang-format over the sources, in place"
	@echo "make clean   remove what was built; data/ stays"

setup:
	@tools/stage "Looking for what the build needs" tools/setup build

build: setup
	@tools/stage "Building the program and the work app" $(MAKE) --no-print-directory -j3 program web run-tools

program:
	@tools/compile dev jinguo

# All at once: installing waits for the disk and the network, compiling for the processor.
everything: program-and-tests web test-tools

run-tools:
	@tools/setup run

test-tools:
	@tools/setup test

program-and-tests:
	@tools/compile dev

web: $(if $(wildcard web/package.json),web/dist/.built)

web/dist/.built: $(WEB_SOURCES)
	@tools/setup web
	@echo "    building the work app"
	@cd web && ../tools/with_node npm run --silent build
	@touch $@

demo: build
	@tools/stage "The demo city" build/bin/jinguo demo --data $(DEMO_DATA) $(DEMO_FLAGS)

test:
	@tools/test all

quick:
	@tools/test quick

check:
	@tools/check

tidy: setup
	@tools/compile dev
	@tools/list_files | grep -zE '^src/.*\.cpp$$' | xargs -0 -P2 -n4 clang-tidy -p build --quiet

format:
	@tools/list_files | grep -zE '^(src|tests|bench)/.*\.(h|cpp)$$' | xargs -0 -r clang-format -i

package: setup web
	@tools/stage "Building the program as it is installed" tools/compile release jinguo
	@tools/stage "The package" cpack --config build-release/CPackConfig.cmake -B build-release/package

bench: setup
	@tools/bench

matrix-mutants: setup test-tools
	@python3 tests/matrix/mutants.py build-mutants

clean:
	rm -rf build build-asan build-tsan build-release build-cover build-mutants web/dist
