# `make` builds the digest; `make test` tests the program. Everything is installed into .venv, and for `make check` into
# node_modules and .venv-tools; nothing outside them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .venv-tools
BIOME := node_modules/.bin/biome
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# exit 3: built, but some sentences are not translated yet; the site and the PDF show them as such
OR_PARTLY := || test $$? -eq 3

# Material's notice about its successor, which CONTRIBUTING.md knows of, would stand above every build
export NO_MKDOCS_2_WARNING := 1

FUZZ_SECONDS ?= 60

.PHONY: digest demo serve test fuzz check format words lock clean bench-engine bench-pdf bench-splitters \
	bench-site lighthouse bench-pages bench-read bench-languages bench-web-pages trust sbom audit

digest: $(VENV)/.digest
	@$(BIN)/python build_digest.py build $(OR_PARTLY)
	@$(BIN)/python build_digest.py site
	@$(BIN)/python build_digest.py pdf $(OR_PARTLY)
	@echo
	@echo "The site is in site/, the printable digest is site/digest.pdf."
	@echo "Read it in a browser:  make serve   then open http://127.0.0.1:8000/"

# Three briefs through the whole chain with toy models, in demo/, without a network.
demo: $(VENV)/.digest
	@$(BIN)/python tests/models/demo.py

serve: $(VENV)/.digest
	@$(BIN)/python build_digest.py serve

test: $(VENV)/.test
	$(BIN)/python -m pytest

# The functions that take text from outside, on made-up text; FUZZ_SECONDS=0 goes on until it is stopped.
fuzz: $(VENV)/.fuzz
	mkdir -p .cache/fuzz
	$(BIN)/python tests/fuzz.py -max_total_time=$(FUZZ_SECONDS) -timeout=20 -max_len=1000 \
		-artifact_prefix=.cache/fuzz/

check: $(VENV)/.test node_modules/.installed $(TOOLS)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIOME) check --error-on-warnings
	$(TOOLS)/bin/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(TOOLS)/bin/zizmor --offline --quiet .github

# What the digest installs, on every system, as a bill of materials (CycloneDX): the same lock gives the same bytes.
sbom: $(TOOLS)/.installed
	@$(TOOLS)/bin/python -W ignore -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml \
		--output-reproducible --output-format JSON --output-file sbom.json
	@echo "sbom.json: $$(grep -c '"purl"' sbom.json) packages"

# Goes to the network; advisories fail it, a database out of reach does not.
audit: $(TOOLS)/.installed
	@$(TOOLS)/bin/python tools/audit.py requirements.txt requirements-test.txt tools/requirements.txt

format: $(VENV)/.test node_modules/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIOME) check --write

# The templates that hold words, after a change in digest/data/words.
words: $(VENV)/.digest
	$(BIN)/python tools/make_words.py

# The locks hold exact versions and hashes for every platform; `make lock` renews them from pyproject.toml and tools/*.in.
LOCK_OF := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --quiet
LOCK := $(LOCK_OF) pyproject.toml
lock: $(VENV)/.test
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) --upgrade --output-file requirements.txt
	$(LOCK) --extra test --constraint requirements.txt --output-file requirements-test.txt
	$(LOCK_OF) tools/requirements.in --upgrade --output-file tools/requirements.txt
	$(LOCK_OF) tools/requirements-zensical.in --upgrade --output-file tools/requirements-zensical.txt
	echo 'atheris==3.*' | $(LOCK:pyproject.toml=-) --upgrade --output-file requirements-fuzz.txt

# What we take against what a user would pick instead, in one run on one machine.
bench-engine: $(VENV)/.digest
	$(BIN)/python -m bench.engine

bench-pdf: $(VENV)/.digest
	$(BIN)/python -m bench.pdf

bench-read: $(VENV)/.digest
	$(BIN)/python -m bench.read

# FOLDER holds saved HTML pages of articles. It needs Chromium, as `make test` does.
bench-pages: $(VENV)/.test
	@test -n "$(FOLDER)" || { echo "to do: make bench-pages FOLDER=folder-of-pages"; exit 2; }
	$(BIN)/python -m bench.pages "$(FOLDER)"

# FOLDER holds pages, NAME.html, and what is right of each, NAME.json.
bench-web-pages: $(VENV)/.digest
	@test -n "$(FOLDER)" || { echo "to do: make bench-web-pages FOLDER=folder-of-pages"; exit 2; }
	$(BIN)/python -m bench.web_pages "$(FOLDER)"

# FOLDER holds treebanks of Universal Dependencies, each a folder or a git clone.
bench-splitters: $(VENV)/.digest
	@test -n "$(FOLDER)" || { echo "to do: make bench-splitters FOLDER=folder-of-treebanks"; exit 2; }
	$(BIN)/python -m bench.splitters "$(FOLDER)"

# FOLDER: checkouts of NTREX and of Universal Dependencies' treebanks, or one folder that holds them.
bench-languages: $(VENV)/.digest
	$(BIN)/python -m bench.languages $(FOLDER)

bench-site: $(VENV)/.digest
	$(BIN)/python -m bench.site

# What SECURITY.md promises, tried: killed, filled up, denied, poisoned, fuzzed. TRUST=--quick takes two minutes.
trust: $(VENV)/.test
	@$(BIN)/python -m bench.trust $(TRUST)

# What it fetches with npx goes into npm's own cache.
lighthouse: $(VENV)/.digest
	$(BIN)/python -m bench.lighthouse --index

# A page is deleted only if its front matter says that a build made it, as a build itself does.
clean:
	rm -rf site .cache demo .mypy_cache .ruff_cache .pytest_cache .hypothesis docs/pdf docs/cards
	grep -rl --null --include='*.md' '^generated: "build_digest"$$' docs | xargs -0 rm -f
	find docs -mindepth 1 -type d -empty -delete

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.digest: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the digest needs into $(VENV) (about 850 MB, once) ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-test.txt | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV) ..."
	@$(PIP) -r requirements-test.txt
	@touch $@

$(TOOLS)/.installed: tools/requirements.txt | $(VENV)/bin/python
	@echo "Installing what watches over the project into $(TOOLS) ..."
	@test -x $(TOOLS)/bin/python || $(BIN)/python -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/requirements.txt
	@touch $@

$(VENV)/.fuzz: requirements-fuzz.txt $(VENV)/.test
	@$(PIP) --no-deps -r requirements-fuzz.txt
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc
	@echo "Installing what checks the scripts of the site into node_modules ..."
	@npm ci --loglevel=error >/dev/null
	@touch $@
