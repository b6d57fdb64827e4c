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
# Status 1 is a picture or a row that needs attention: it says so itself.
attention = || [ $$? -eq 1 ]

.DELETE_ON_ERROR:
.PHONY: all checked

all: load.sql

photos.tsv:
	img-scan -q $(if $(URL),-u '$(URL)') $(SCAN) -o $@ '$(PHOTOS)' $(attention)

# Each part has the header, so each is a stream of its own.
parts/complete: photos.tsv
	rm -rf parts
	mkdir parts
	awk -v rows=$(ROWS) 'NR == 1 { header = $$0; next } \
		(NR - 2) % rows == 0 { if (file != "") close(file); \
			file = sprintf("parts/%06d.tsv", ++n); \
			print header >file } \
		{ print >file }' photos.tsv
	touch $@

parts/%.checked: parts/%.tsv
	img-check -q -j1 $(CHECK) -o $@ $< $(attention)

checked: $(parts:.tsv=.checked)

# The parts are known only once they are there: make looks again.
matched.tsv: parts/complete
	+$(MAKE) -f $(this) checked
	img-match -r $(PORTAL)/occurrences.tsv $(MATCH) -o $@ parts/*.checked \
		$(attention)

load.sql: matched.tsv
	img-emit-sql -c $(COLLID) -l '$(LABEL)' -P $(PORTAL) $(EMIT) \
		--rejects rejects.tsv -o $@ $< $(attention)
