# GNU make. Nothing to configure: make, make check, make install.
# Your own settings go on the command line or into config.mk (not tracked).
VERSION = 0.1.0
-include config.mk

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share
COMPLETIONS ?= $(DATADIR)/bash-completion/completions
ZSHDIR ?= $(DATADIR)/zsh/site-functions
FISHDIR ?= $(DATADIR)/fish/vendor_completions.d
BATCHDIR ?= $(DATADIR)/imgpipe
BUILD ?= build
CC ?= cc
CFLAGS ?= -O3 -g
PKG_CONFIG ?= pkg-config
PROVE ?= prove
INSTALL ?= install

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wformat=2 -Wvla -Wwrite-strings -Wcast-qual -Wundef

# make SANITIZE=1 BUILD=build/asan check: addresses and undefined behaviour;
# make SANITIZE=thread BUILD=build/tsan check: data races
ifeq ($(SANITIZE),thread)
HARDEN = -fsanitize=thread -fno-omit-frame-pointer
else ifdef SANITIZE
HARDEN = -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
else
accepts = $(shell echo 'int main(void){return 0;}' | \
	$(CC) -Werror $(1) -x c -o /dev/null - 2>/dev/null && echo '$(1)')
# The same bytes in whatever folder they are made.
prefix_map := $(call accepts,-ffile-prefix-map=$(CURDIR)=.)
# Fortify needs optimisation; a packager's own level wins.
fortify = $(if $(findstring _FORTIFY_SOURCE,$(CFLAGS) $(CPPFLAGS)),,$(if \
	$(filter -O1 -O2 -O3 -Os,$(CFLAGS)),-D_FORTIFY_SOURCE=2))
bind_now = -Wl,-z,relro,-z,now
HARDEN := $(fortify) $(prefix_map) -fstack-protector-strong -fPIE \
	$(call accepts,-fstack-clash-protection) $(call accepts,-fcf-protection)
HARDEN_LINK := -pie $(call accepts,$(bind_now))
endif

ALL_CPPFLAGS = -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -iquote common $(CPPFLAGS)
ALL_CFLAGS = -std=c11 -pthread $(WARN) $(HARDEN) $(CFLAGS)
LINK = $(CC) $(ALL_CFLAGS) $(HARDEN_LINK) $(LDFLAGS) -Wl,--as-needed

programs := $(notdir $(patsubst %/,%,$(dir $(wildcard cmd/*/main.c))))
scripts := $(notdir $(wildcard scripts/img-*))
batch := $(wildcard scripts/batch.*)
engines := $(notdir $(filter-out %.mk,$(batch)))
completed := $(programs) $(scripts) $(engines)
completions := $(foreach p,$(completed),$(p) _$(p) $(p).fish)
manuals := $(wildcard man/*.[157])
common_objects := $(patsubst %.c,$(BUILD)/%.o,$(wildcard common/*/*.c))
objects_of = $(patsubst %.c,$(BUILD)/%.o,$(wildcard cmd/$(1)/*.c))
units := $(basename $(notdir $(wildcard tests/unit/*.c)))
fuzzers := $(filter-out replay,$(basename $(notdir $(wildcard tests/fuzz/*.c))))

# Each folder's libs.mk sets LIBS_<program>: what that program links.
include $(wildcard cmd/*/libs.mk)
every_lib = $(sort $(foreach p,$(programs),$(LIBS_$(p))) $(UNIT_LIBS))
-include tests/unit/libs.mk

.DELETE_ON_ERROR:
.SECONDEXPANSION:
.PHONY: all check tests fuzz replay install uninstall dist clean format lint
.PHONY: help tidy cppcheck coverage programs
.PHONY: lint-format lint-manuals lint-shell lint-house

programs: $(programs:%=$(BUILD)/bin/%)

all: $(BUILD)/libimg.a programs \
	$(scripts:%=$(BUILD)/bin/%) \
	$(completions:%=$(BUILD)/completions/%)

$(programs:%=$(BUILD)/bin/%): $(BUILD)/bin/%: $$(call objects_of,%) \
		$(BUILD)/libimg.a | $(BUILD)/bin
	$(LINK) -o $@ $(filter %.o,$^) $(BUILD)/libimg.a $(LIBS_$*) $(LDLIBS)

$(scripts:%=$(BUILD)/bin/%): $(BUILD)/bin/%: scripts/% | $(BUILD)/bin
	sed 's/@VERSION@/$(VERSION)/' $< > $@ && chmod 755 $@

$(BUILD)/completions/_%: $(BUILD)/bin/% scripts/completions | \
		$(BUILD)/completions
	scripts/completions $< zsh > $@
$(BUILD)/completions/%.fish: $(BUILD)/bin/% scripts/completions | \
		$(BUILD)/completions
	scripts/completions $< fish > $@
$(BUILD)/completions/%: $(BUILD)/bin/% scripts/completions | \
		$(BUILD)/completions
	scripts/completions $< bash > $@
# Those of scripts that are not on the PATH go by their names, too.
$(engines:%=$(BUILD)/completions/_%): $(BUILD)/completions/_%: scripts/% \
		scripts/completions | $(BUILD)/completions
	scripts/completions $< zsh > $@
$(engines:%=$(BUILD)/completions/%.fish): $(BUILD)/completions/%.fish: scripts/% \
		scripts/completions | $(BUILD)/completions
	scripts/completions $< fish > $@
$(engines:%=$(BUILD)/completions/%): $(BUILD)/completions/%: scripts/% \
		scripts/completions | $(BUILD)/completions
	scripts/completions $< bash > $@

$(BUILD)/libimg.a: $(common_objects)
	rm -f $@ && $(AR) rcs $@ $^

# The same folder of objects may be named in two ways.
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -MT '$$(BUILD)/$*.o' \
		-c -o $@ $<

$(BUILD)/common/base/opt.o: ALL_CPPFLAGS += -DVERSION='"$(VERSION)"'
$(BUILD)/common/base/opt.o: Makefile

# The script and the style of the page are read by the assembler.
$(BUILD)/cmd/img-report/page_parts.o: $(wildcard cmd/img-report/page.*s)

# libxml2's headers stand in a folder of their own.
XML_CPPFLAGS := $(shell $(PKG_CONFIG) --cflags libxml-2.0)
$(BUILD)/common/text/xml.o: ALL_CPPFLAGS += $(XML_CPPFLAGS)

$(BUILD)/bin $(BUILD)/completions $(BUILD)/unit $(BUILD)/fuzz $(BUILD)/replay:
	mkdir -p $@

# A unit named <program>_<what>.c is linked with that program's objects too.
objects_of_unit = $(filter-out %/main.o,$(call \
	objects_of,$(firstword $(subst _, ,$(1)))))
$(units:%=$(BUILD)/unit/%): $(BUILD)/unit/%: $(BUILD)/tests/unit/%.o \
		$$(call objects_of_unit,%) $(BUILD)/libimg.a | $(BUILD)/unit
	$(LINK) -o $@ $(filter %.o,$^) $(BUILD)/libimg.a $(every_lib) $(LDLIBS)

# The fuzz targets as plain programs that replay their corpora.
$(fuzzers:%=$(BUILD)/replay/%): $(BUILD)/replay/%: $(BUILD)/tests/fuzz/%.o \
		$(BUILD)/tests/fuzz/replay.o $$(call objects_of_unit,%) \
		$(BUILD)/libimg.a | $(BUILD)/replay
	$(LINK) -o $@ $(filter %.o,$^) $(BUILD)/libimg.a $(every_lib) $(LDLIBS)

# And with libFuzzer: build/fuzz/<target> -max_total_time=600 CORPUS
fuzz_flags = -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
$(fuzzers:%=$(BUILD)/fuzz/%): $(BUILD)/fuzz/%: tests/fuzz/%.c \
		$(wildcard common/*/*.[ch] cmd/*/*.[ch]) | $(BUILD)/fuzz
	clang -std=c11 -pthread $(fuzz_flags) $(ALL_CPPFLAGS) $(XML_CPPFLAGS) \
		-DVERSION='"$(VERSION)"' -o $@ $< $(wildcard common/*/*.c) \
		$(filter-out %/main.c,$(wildcard \
		cmd/$(firstword $(subst _, ,$*))/*.c)) $(every_lib) $(LDLIBS)

# Draws pictures for the tests and the sample collection.
$(BUILD)/draw: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/sample/*.c))
	$(LINK) -o $@ $^ -ljpeg -lm $(LDLIBS)

# Preloaded, one tries from inside what the walls of the programs forbid, the
# other makes decoders fail.
$(BUILD)/walls.so $(BUILD)/decoder.so: $(BUILD)/%.so: tests/walls/%.c | \
		$(BUILD)/bin
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -fPIC -shared -o $@ $< -ldl

# Runs a program as on a kernel that lacks some calls.
$(BUILD)/kernel: tests/walls/kernel.c | $(BUILD)/bin
	$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O1 -o $@ $<

# Makes calls fail, for tests/faults.sh. Sanitizers have a malloc of their own.
$(BUILD)/inject.so: tests/fault/inject.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -fPIC -shared $(WARN) -O1 -o $@ $< -ldl
ifndef SANITIZE
inject = $(BUILD)/inject.so
endif

fuzz: $(fuzzers:%=$(BUILD)/fuzz/%)
replay: $(fuzzers:%=$(BUILD)/replay/%)
tests: all $(units:%=$(BUILD)/unit/%) replay $(BUILD)/draw $(inject) \
	$(BUILD)/walls.so $(BUILD)/decoder.so $(BUILD)/kernel

# TESTS="tests/10-stream.t" runs some of them.
TESTS ?= $(sort $(wildcard tests/*.t))
check: tests
	BUILD='$(abspath $(BUILD))' LC_ALL=C TZ=UTC $(PROVE) $(PROVEFLAGS) $(TESTS)

install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 \
		$(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7 \
		$(DESTDIR)$(COMPLETIONS) $(DESTDIR)$(ZSHDIR) \
		$(DESTDIR)$(FISHDIR) $(DESTDIR)$(BATCHDIR)
	$(INSTALL) -m 755 $(programs:%=$(BUILD)/bin/%) \
		$(scripts:%=$(BUILD)/bin/%) $(DESTDIR)$(BINDIR)
	for page in $(notdir $(manuals)); do \
		$(INSTALL) -m 644 man/$$page \
			$(DESTDIR)$(MANDIR)/man$${page##*.}/$$page || exit; \
	done
	for program in $(completed); do \
		$(INSTALL) -m 644 $(BUILD)/completions/$$program \
			$(DESTDIR)$(COMPLETIONS)/$$program && \
		$(INSTALL) -m 644 $(BUILD)/completions/_$$program \
			$(DESTDIR)$(ZSHDIR)/_$$program && \
		$(INSTALL) -m 644 $(BUILD)/completions/$$program.fish \
			$(DESTDIR)$(FISHDIR)/$$program.fish || exit; \
	done
	$(INSTALL) -m 755 $(filter-out %.mk,$(batch)) $(DESTDIR)$(BATCHDIR)
	$(INSTALL) -m 644 $(filter %.mk,$(batch)) $(DESTDIR)$(BATCHDIR)

uninstall:
	rm -f $(programs:%=$(DESTDIR)$(BINDIR)/%) \
		$(scripts:%=$(DESTDIR)$(BINDIR)/%) \
		$(addprefix $(DESTDIR)$(COMPLETIONS)/,$(completed)) \
		$(patsubst %,$(DESTDIR)$(ZSHDIR)/_%,$(completed)) \
		$(patsubst %,$(DESTDIR)$(FISHDIR)/%.fish,$(completed)) \
		$(patsubst scripts/%,$(DESTDIR)$(BATCHDIR)/%,$(batch))
	for page in $(notdir $(manuals)); do \
		rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$$page; \
	done

dist:
	@mkdir -p $(BUILD)
	git archive --prefix=imgpipe-$(VERSION)/ HEAD | gzip -9n \
		> $(BUILD)/imgpipe-$(VERSION).tar.gz

sources = $(wildcard common/*/*.[ch] cmd/*/*.[ch] tests/unit/*.[ch] \
	tests/fuzz/*.[ch] tests/sample/*.[ch] tests/fault/*.[ch] tests/walls/*.c)
format:
	clang-format -i $(sources)

lint: lint-format lint-manuals lint-shell lint-house
lint-format:
	clang-format --dry-run --Werror $(sources)
lint-manuals:
	mandoc -Tlint -W warning $(manuals) </dev/null
lint-house:
	scripts/lint-house $(BUILD)
lint-shell:
	shellcheck -x $(shell scripts/shell-files)

# What of clang-tidy counts is in .clang-tidy. Each file is looked at again when
# its object is made again; all of them are eight minutes of processor
# time, so check runs cppcheck alone.
tidied := $(patsubst %.c,$(BUILD)/%.tidy,$(wildcard common/*/*.c cmd/*/*.c))
tidy: $(tidied) cppcheck
# Left out is what cppcheck guesses across functions of arrays that one fills for
# another; and it knows no _Noreturn. All of it takes 15 seconds.
cppcheck:
	@mkdir -p $(BUILD)/cppcheck
	@cppcheck --quiet -j 2 --std=c11 --error-exitcode=1 --inline-suppr \
		--cppcheck-build-dir=$(BUILD)/cppcheck \
		--enable=warning,portability --suppress=missingIncludeSystem \
		--suppress=normalCheckLevelMaxBranches \
		--suppress=ctuuninitvar --suppress=ctuPointerArith \
		-I common -D_GNU_SOURCE \
		'-D_Noreturn=__attribute__((noreturn))' -DVERSION='""' \
		common cmd
# What some of the objects get of their own, for all.
tool_includes = $(eval tool_includes := $(patsubst -I%,-isystem %,$(shell \
	$(PKG_CONFIG) --cflags-only-I libxml-2.0 libopenjp2 vips)))$(tool_includes)
tool_flags = -std=c11 $(ALL_CPPFLAGS) -DHAVE_DMTX -DVERSION='"$(VERSION)"' \
	$(tool_includes)
$(BUILD)/%.tidy: %.c $(BUILD)/%.o .clang-tidy
	@clang-tidy --quiet $< -- $(tool_flags) 2>$@.err || \
		{ cat $@.err; exit 1; }
	@rm -f $@.err
	@touch $@

compile_commands.json: Makefile
	@for source in $(wildcard common/*/*.c cmd/*/*.c); do \
		printf '%s{"directory": "%s", "file": "%s", "command": "cc %s -c %s"}' \
			"$${comma:-[}" '$(CURDIR)' "$$source" \
			'$(subst ",\",$(subst ','\'',$(tool_flags)))' "$$source"; \
		comma=','; done >$@; echo ']' >>$@

# build/coverage/index.html, with gcovr.
coverage:
	$(MAKE) BUILD=build/coverage CFLAGS='-O0 -g --coverage' tests
	-$(MAKE) BUILD=build/coverage CFLAGS='-O0 -g --coverage' check
	gcovr --root . --filter 'common/' --filter 'cmd/' \
		--html-details build/coverage/index.html --print-summary \
		build/coverage

help:
	@echo 'make                  the programs, in build/bin'
	@echo 'make check            the tests; TESTS=tests/40-img-match.t'
	@echo 'make install          PREFIX=/usr/local DESTDIR='
	@echo 'make format lint      clang-format; the rules of HACKING.md'
	@echo 'make tidy             clang-tidy and cppcheck'
	@echo 'make fuzz             libFuzzer targets, in build/fuzz'
	@echo 'make coverage         build/coverage/index.html'
	@echo 'make compile_commands.json'
	@echo 'make dist clean uninstall'
	@echo 'SANITIZE=1 BUILD=build/asan, SANITIZE=thread BUILD=build/tsan'

clean:
	rm -rf $(BUILD) compile_commands.json

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d $(BUILD)/cmd/*/*.d)
