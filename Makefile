# Huiyin 回音: run, test, check, bench, build.

GO        ?= go
TESTFLAGS ?=
VERSION   := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
LDFLAGS   := -s -w -X main.version=$(VERSION)
# Packages whose own code runs at once in several goroutines; the race detector makes them ten times slower.
RACE      := ./db ./cmd/... ./static ./views/print ./web

# What gosec may not hold against us. Of conversions between integers (G115) it sees no bounds: each of the 36
# was a pixel, a glyph, a digit or a step of time. Commands and backups open what the operator or the settings
# name (G304, G703, G110), the demo is drawn by lot (G404), and the journal has a word for "password" (G101).
GOSEC := -quiet -exclude-generated -exclude=G115 -exclude-rules='cmd/huiyin/.*:G304,G703,G404;db/(backup|backup_plan|fault|sync_unix)\.go:G110,G304;views/settings/journal\.go:G101;db/dbtest/.*:G304'

.PHONY: run build quick test check bench load outdated vulnerable

# The demo company on http://localhost:8080, kept in ./data.
run: build
	./bin/huiyin serve --addr :8080 --demo --data ./data

# One file without cgo, for this machine; GOOS=windows make build gives bin/huiyin.exe.
build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/ ./cmd/huiyin

# In less than a minute: every package, without what needs a browser, another process, a fault or long.
# The slowest package goes first, here and below, so that no processor waits for it in the end.
quick:
	HUIYIN_QUICK=1 $(GO) test -short -timeout 10m $(TESTFLAGS) ./web ./...

# The whole suite. The first line installs what it needs, or says which tests are left out.
test:
	HUIYIN_TEST_ALL=$$(bash .ci/tools) $(GO) test -timeout 60m $(TESTFLAGS) ./web ./...

# Which libraries have newer versions. Once a week: read what has changed, then `go get` one after the other.
outdated:
	$(GO) list -m -u -f '{{if and .Update (not .Indirect)}}{{.Path}} {{.Version}} -> {{.Update.Version}}{{end}}' all

# Known holes in what is built in. The database of holes is outside the house; without a way to it, this says so.
vulnerable:
	$(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0 ./... || \
		{ echo "govulncheck found something, or cannot reach vuln.go.dev; the second is no verdict"; exit 1; }

# What a change has to pass before it is kept. `make vulnerable` is not among it: it needs the network.
check: test
	$(GO) tool templ generate && git diff --exit-code -- '*_templ.go'
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt: $$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) tool -modfile=.ci/tools.mod staticcheck ./...
	$(GO) tool -modfile=.ci/tools.mod gosec $(GOSEC) ./...
	GOOS=windows CGO_ENABLED=0 $(GO) build ./...
	CGO_ENABLED=1 $(GO) test -race -short -timeout 60m $(RACE)

bench:
	$(GO) test -run '^$$' -bench . -benchmem -timeout 60m ./...

# 200 people at work for ten minutes, LOAD=2m for two, HOSTILE=1 with a tenth who throw bombs, guess and hoard; fails on
# a slow page, a wrong answer, growing memory, or 600 MB.
LOAD    ?= 10m
HOSTILE ?=
load:
	HUIYIN_LOAD=$(LOAD) HUIYIN_LOAD_HOSTILE=$(HOSTILE) $(GO) test -run '^$$' -bench BenchmarkOffice -benchtime 1x -timeout 2h ./cmd/huiyin
