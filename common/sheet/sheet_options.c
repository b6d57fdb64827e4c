/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "sheet/sheet_options.h"

static char
delimiter_of(const struct opt *opt)
{
	static const struct {
		const char *name;
		char c;
	} names[] = {{"comma", ','}, {"tab", '\t'}, {"\\t", '\t'},
	    {"semicolon", ';'}, {"pipe", '|'}, {"bar", '|'}, {"space", ' '}};
	const char *text = opt->argument;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(text, names[i].name) == 0)
			return names[i].c;
	if (text[0] == '\0' || text[1] != '\0' || text[0] == '"' ||
	    text[0] == '\n' || text[0] == '\r' || (unsigned char)*text > 0x7E)
		opt_invalid(opt, opt->name, slice_of(text),
		    "a character, or comma, tab, semicolon or pipe");
	return text[0];
}

bool
sheet_options_title(const struct slice cells[], size_t n)
{
	size_t filled = 0;

	for (size_t i = 0; i < n; i++)
		filled += slice_trim(cells[i]).n > 0;
	return n > 1 && filled == 1;
}

const char *
sheet_options_separator(struct slice cell)
{
	static const struct {
		const char *mark, *name;
	} separators[] = {{"\t", "a TAB"}, {";", "a semicolon"},
	    {"|", "a pipe"}, {",", "a comma"}};

	for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
		if (slice_contains(cell, separators[i].mark))
			return separators[i].name;
	return NULL;
}

bool
sheet_options_take(
    struct sheet_options *options, const struct opt *opt, int key)
{
	struct csv_options *csv = &options->csv;

	switch (key) {
	case 'd': csv->delimiter = delimiter_of(opt); break;
	case 'e': csv->encoding = opt->argument; break;
	case 's': options->tab = opt->argument; break;
	case SHEET_KEY_SKIP:
		csv->skip = opt_number(opt, 0, SHEET_SKIP_MOST);
		break;
	case SHEET_KEY_NO_QUOTES: csv->unquoted = true; break;
	case SHEET_KEY_LENIENT: csv->lenient = true; break;
	default: return false;
	}
	options->given = true;
	return true;
}
