# SPDX-License-Identifier: MIT
# A large batch in parts, on all processors, that can be stopped at any moment
# and taken up again. In a folder of its own, beside an export of the portal:
#
#   make -f batch.mk -j8 PHOTOS=/srv/img/ucr/ URL=https://img.example.org/ucr/ \
#       COLLID=1 LABEL=box12 PORTAL=portal MATCH="-p '/^(UCR\d+)/i'"
#
# makes photos.tsv, parts/*.tsv, parts/*.checked, matched.tsv, rejects.tsv and
# load.sql. What is complete is not made again; remove photos.tsv to scan anew.
PHOTOS ?= photos
URL ?=
COLLID ?= 1
LABEL ?= batch
PORTAL ?= portal
ROWS ?= 10000
SCAN ?=
CHECK ?=
MATCH ?=
EMIT ?=

this := $(lastword $(MAKEFILE_LIST))
parts := $(sort $(wildcard parts/*.tsv))
# A picture or a row that needs attention is no failure; programs say so.
ok = --attention-ok

# A drive that is not connected is no folder without photographs, and what is
# missed at the end is better missed at the beginning.
begin = [ -e '$(PHOTOS)' ] || case '$(PHOTOS)' in http*) ;; *) \
		echo "batch.mk: PHOTOS=$(PHOTOS): no such folder" >&2; exit 2 ;; esac; \
	[ -e '$(PORTAL)/schema.tsv' ] || { \
		echo "batch.mk: PORTAL=$(PORTAL): not what img-portal-export writes" >&2; \
		exit 2; }

.DELETE_ON_ERROR:
.PHONY: all checked daily

all: load.sql

photos.tsv:
	@$(begin)
	img-scan -q $(ok) $(if $(URL),-u '$(URL)') $(SCAN) -o $@ '$(PHOTOS)'

parts/complete: photos.tsv
	rm -f parts/*.checked
	img-split -q --replace -d parts -r $(ROWS) photos.tsv >/dev/null
	touch $@

parts/%.checked: parts/%.tsv
	img-check -q $(ok) -j1 $(CHECK) -o $@ $<

checked: $(parts:.tsv=.checked)

# The parts are known only once they are there: make looks again.
matched.tsv: parts/complete
	+$(MAKE) -f $(this) checked
	img-match $(ok) -r $(PORTAL)/occurrences.tsv $(MATCH) -o $@ parts/*.checked

load.sql: matched.tsv
	img-emit-sql $(ok) -c $(COLLID) -l '$(LABEL)' -P $(PORTAL) $(EMIT) \
		--rejects rejects.tsv -o $@ $<

# Every day: what is new since the last one, through all stages. Nothing is
# checked twice; what was in the SQL of an earlier day is not in today's, so
# long as daily/ stays. A day that was stopped is finished first.
#
#   make -f batch.mk daily PHOTOS=/srv/img/ URL=https://img.example.org/ucr/ \
#       COLLID=1 PORTAL=portal STORE=store TARGET=sftp://web.example.org/ucr
#
# Without TARGET the photographs are on the web as they are, at URL; with it
# what img-derive has made of them in STORE is put there, and has URLs below URL.
STORE ?=
TARGET ?=
DERIVE ?=
PUT ?=
REPORT ?=
today ?= $(shell date +%Y-%m-%d)
day = daily/$(today)
before = $(filter-out $(day)/matched.tsv,$(wildcard daily/*/matched.tsv))
derived = $(if $(STORE),$(day)/derived.tsv,$(day)/matched.tsv)
ready = $(if $(TARGET),$(day)/put.tsv,$(derived))
$(if $(TARGET),$(if $(STORE),,$(error TARGET needs STORE)))

daily:
	+set -e; for photos in daily/*/photos.tsv; do \
		of=$${photos%/photos.tsv}; \
		[ -e "$$photos" ] && [ ! -e "$$of/summary" ] || continue; \
		[ "$$of" != '$(day)' ] || continue; \
		$(MAKE) -f $(this) "today=$${of#daily/}" "$$of/summary"; \
		cat "$$of/summary"; \
	done
	+$(MAKE) -f $(this) $(day)/summary
	cat $(day)/summary

$(day)/photos.tsv:
	@$(begin)
	mkdir -p $(@D)
	img-scan -q $(ok) $(if $(TARGET),,$(if $(URL),-u '$(URL)')) $(SCAN) \
		-o $(@D)/all.tsv '$(PHOTOS)'
	# The same file with the same size and time has had its day.
	awk -F '\t' 'FNR == 1 { for (i in at) delete at[i]; \
			for (i = 1; i <= NF; i++) at[$$i] = i; \
			if (FILENAME == "$(@D)/all.tsv") print; next } \
		{ key = $$at["path"] FS $$at["bytes"] FS $$at["modified"] } \
		FILENAME != "$(@D)/all.tsv" { had[key]; next } \
		!(key in had)' $(before) $(@D)/all.tsv >$@.new
	mv $@.new $@

$(day)/checked.tsv: $(day)/photos.tsv
	[ ! -e $@.partial ] || mv $@.partial $@.before
	img-check -q $(ok) $(CHECK) $$([ ! -e $@.before ] || echo --recheck $@.before) \
		-o $@ $<

$(day)/matched.tsv: $(day)/checked.tsv
	img-match -q $(ok) -r $(PORTAL)/occurrences.tsv $(MATCH) -o $@ $<

$(day)/derived.tsv: $(day)/matched.tsv
	img-derive -q $(ok) -s '$(STORE)' $(DERIVE) -o $@ $<

$(day)/put.tsv: $(day)/derived.tsv
	img-put -q $(ok) -t '$(TARGET)' $(if $(URL),-u '$(URL)') $(PUT) -o $@ $<

$(day)/load.sql: $(ready)
	img-emit-sql -q $(ok) -c $(COLLID) -l '$(LABEL)-$(today)' -P $(PORTAL) $(EMIT) \
		--rejects $(@D)/rejects.tsv -o $@ $<

$(day)/report.html: $(ready)
	img-report -q $(REPORT) -o $@ $<

# For a mail: how many, why some were left out, and where to look.
$(day)/summary: $(day)/load.sql $(day)/report.html
	{ new=$$(($$(wc -l <$(@D)/photos.tsv) - 1)); \
		left=$$(($$(wc -l <$(@D)/rejects.tsv) - 1)); \
		echo "$(today): $$new new picture$$([ $$new -eq 1 ] || echo s)," \
			"$$left of them need$$([ $$left -ne 1 ] || echo s) a person"; \
		awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) \
			if ($$i == "reason") c = i; next } \
			{ n[$$c]++ } END { for (r in n) print n[r], r }' \
			$(@D)/rejects.tsv | LC_ALL=C sort -k2 | \
		while read -r n reason; do \
			echo "$$n $$(img-emit-sql --explain "$$reason" | \
				sed -n '1s/ ([^:]*: /: /p')"; \
		done; \
		echo "to look at: $(@D)/report.html"; \
		echo "to load: $(@D)/load.sql"; } >$@.new
	mv $@.new $@
