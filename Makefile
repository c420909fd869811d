# What CI runs is `make check`; `make` alone prints this help.
GO ?= go
FUZZTIME ?= 10s
HISTORIES ?= 2000
STATICCHECK = $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0

.DEFAULT_GOAL := help
.PHONY: help build run test race lint fuzz histories bench load golden pictures samples fidelity cross vuln check clean

help: ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/jobdoc
	$(GO) build -trimpath -o bin/jobdoc ./cmd/jobdoc

run: ## serve on 127.0.0.1:8080
	$(GO) run ./cmd/jobdoc serve

samples: ## render every sample as Word, PDF and PNG into out/
	$(GO) run ./cmd/jobdoc render samples/*.json -o out

test: ## run the tests (the README's second command)
	$(GO) test ./...

race: ## run the tests under the race detector
	$(GO) test -race ./...

lint: ## gofmt, vet and staticcheck
	@unformatted=$$(gofmt -l cmd internal templates fonts samples); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change: $$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(STATICCHECK) ./...

# Minimising is bounded by a count: pools make coverage vary between runs, and
# an unbounded search would spend all of FUZZTIME on it. On a busy machine Go
# before 1.27 may take the end of FUZZTIME itself for a failure
# (golang/go#75804); a real one always writes its input.
fuzz: ## run every fuzz target for FUZZTIME (default 10s)
	@set -e; out=$$(mktemp); trap 'rm -f "$$out"' EXIT; for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "fuzz $$pkg $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x $$pkg >"$$out" 2>&1 && status=0 || status=$$?; \
	    tail -3 "$$out"; \
	    if [ $$status -eq 0 ]; then continue; fi; \
	    if grep -q '^    context deadline exceeded$$' "$$out" && ! grep -q 'Failing input written' "$$out"; then \
	      echo "fuzz: stopped at the end of its time, which Go took for a failure; no input failed"; continue; fi; \
	    cat "$$out"; exit $$status; \
	  done; \
	done

histories: ## run HISTORIES (default 2000) random histories against the store, on either engine
	$(GO) test ./internal/store -run TestTheStoreIsWhatAMapWouldBe -count=1 -timeout 1h -v -rapid.checks $(HISTORIES)

bench: ## run every benchmark (pipe ten runs into benchstat)
	$(GO) test -run '^$$' -bench . -benchmem ./...

load: ## measure documents by link beside a bare handler (takes two minutes)
	$(GO) run ./internal/server/load

golden: ## rewrite the golden files; review the diff
	$(GO) test ./internal/template ./internal/typeset ./internal/png ./internal/render -update

pictures: build ## take the pictures of the forms in docs/
	for form in weighted controlled narrative institution handwritten; do \
	  bin/jobdoc render docs/forms/position.json -t $$form -o docs/forms/$$form.png; done
	bin/jobdoc render docs/forms/position.json -o docs/classic.png
	bin/jobdoc render docs/forms/position.en.json -o docs/forms/classic.en.png

fidelity: ## compare every layout with LibreOffice's (soffice, mutool)
	$(GO) run ./internal/fidelity/report

cross: ## cross-build for Windows and macOS
	GOOS=windows GOARCH=amd64 CGO_ENABLED=0 $(GO) build -o /dev/null ./cmd/jobdoc
	GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 $(GO) build -o /dev/null ./cmd/jobdoc

# The vulnerability database is on the network: without it the check says so
# and the rest still counts. A finding fails.
vuln: ## govulncheck, where its database can be reached
	@out=$$($(GOVULNCHECK) ./... 2>&1); status=$$?; echo "$$out" | tail -20; \
	if [ $$status -ne 0 ] && ! echo "$$out" | grep -qE 'vuln\.go\.dev|fetching vulnerabilities'; then exit $$status; fi; \
	if [ $$status -ne 0 ]; then echo "govulncheck: its database cannot be reached from here; skipped"; fi

check: build lint test race fuzz cross vuln ## all that CI runs

clean: ## remove what was built
	rm -rf bin out
