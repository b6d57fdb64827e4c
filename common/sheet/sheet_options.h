/* SPDX-License-Identifier: MIT */
/*
 * The options of every program that reads a sheet: they are called the same
 * and mean the same everywhere.
 */
#ifndef IMG_SHEET_OPTIONS_H
#define IMG_SHEET_OPTIONS_H

#include <stdbool.h>

#include "base/opt.h"
#include "sheet/csv.h"

/* All zero: everything is found out, and the sheet must keep the rules. */
struct sheet_options {
	struct csv_options csv;
	const char *tab; /* the workbook's sheet, or NULL */
	bool given; /* one of SHEET_OPTIONS was given */
	bool shared; /* for several files: each counts where it can */
	bool again; /* what is found out of the sheet was reported before */
};

enum {
	SHEET_KEY_SKIP = OPT_LONG_ONLY + 0x1000,
	SHEET_KEY_NO_QUOTES,
	SHEET_KEY_LENIENT
};

/* Lines that may be passed over before a header. */
enum { SHEET_SKIP_MOST = 1000 };

/* For a program's table of options. */
#define SHEET_OPTIONS \
	{'d', "delimiter", "CHAR", \
	    "comma, tab, semicolon, pipe or another character"}, \
	    {'e', "encoding", "NAME", \
		"encoding of the sheet, as iconv(1) names it"}, \
	    {'s', "sheet", "NAME", \
		"read this sheet of a workbook (name or number)"}, \
	    {SHEET_KEY_SKIP, "skip", "N", "skip N lines before the header"}, \
	    {SHEET_KEY_NO_QUOTES, "no-quotes", NULL, \
		"treat quotes as ordinary characters"}, \
	{ \
		SHEET_KEY_LENIENT, "lenient", NULL, \
		    "read malformed input in the likeliest way" \
	}

/* What separates the text of a header that is a single cell, where another
 * delimiter was asked for: "a comma"; NULL: nothing known. */
const char *sheet_options_separator(struct slice cell);

/* A header that is a title: one cell of several has a text. */
bool sheet_options_title(const struct slice cells[], size_t n);

/* Takes the option just returned; false if it is none of these. */
bool sheet_options_take(
    struct sheet_options *options, const struct opt *opt, int key);

#endif
