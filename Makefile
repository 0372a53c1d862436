# The commands that people and CI use. Each installs the Debian packages that it needs first, which
# costs nothing when they are there; the rest is Bazel's, and `bazel test //...` works as well.

EVENTS ?= examples/repo_watch/events.ndjson
SECONDS ?= 600

# A log gets few progress lines, a terminal live ones.
PROGRESS := $(shell test -t 2 && echo --show_progress_rate_limit=0.2 || echo --show_progress_rate_limit=60)

# Outside test data: the tests that read it carry the tag `conformance`.
SHARED := $(abspath ../shared)
ifeq ($(wildcard $(SHARED)/conformance/.),)
LEFT_OUT := ../shared/conformance is not there: the tests that read it are left out
endif

.PHONY: help run test bench lint fuzz integration packages
help:
	@sed -n 's/^## //p' Makefile

## make run [EVENTS=FILE]     the demo, examples/repo_watch: webhooks in, modules at work, CloudEvents out (- is stdin)
run: packages
	@bazel run $(PROGRESS) //examples/repo_watch -- --events=$(if $(filter -,$(EVENTS)),-,$(abspath $(EVENTS)))

## make test [CONFIG=NAME]    all tests; CONFIG is asan (with UBSan) or tsan
test: packages
	$(if $(LEFT_OUT),@echo "$(LEFT_OUT)")
	@bazel test $(PROGRESS) $(if $(CONFIG),--config=$(CONFIG) --build_tests_only) \
	  --test_env=EVENTBUS_SHARED=$(SHARED) $(if $(LEFT_OUT),--test_tag_filters=-conformance) //...

## make bench                 all benchmarks, optimised; each ends with a line for each of its goals
bench: packages
	@.ci/bench $(PROGRESS)

## make lint                  the arrows between the rooms, clang-format, clang-tidy, tidiness
lint: packages-lint
	@.ci/lint

## make fuzz [SECONDS=600]    all fuzzers, SECONDS each; fails on a finding and says where its input is
fuzz: packages-lint
	@.ci/fuzz $(SECONDS)

## make integration           events exchanged with the official SDKs: docs/interop.md says what it needs
integration: packages
	@.ci/integration $(PROGRESS)

packages:
	@.ci/install-packages .ci/packages.txt

.PHONY: packages-lint
packages-lint:
	@.ci/install-packages .ci/packages.txt .ci/packages-lint.txt
