/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <strings.h>

#include "sheet/csv.h"
#include "sheet/csv_parts.h"

/* Rows that are compared with the first one. */
enum { SAMPLE_ROWS = 32 };

struct sample {
	struct slice rest;
	char quote;
	char newline;
	bool whole;
};

static char
line_end(struct slice text, char quote, bool *crlf)
{
	bool quoted = false;

	*crlf = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.at[i];

		if (c == quote)
			quoted = !quoted;
		if (quoted || (c != '\r' && c != '\n'))
			continue;
		if (c == '\n')
			return '\n';
		*crlf = i + 1 < text.n && text.at[i + 1] == '\n';
		return *crlf ? '\n' : '\r';
	}
	return '\n';
}

/* A file of lines with a CR in its header's text is not a file of CRs. */
static char
outvoted(struct slice text, char quote, char newline)
{
	size_t cr = 0, lf = 0;
	bool quoted = false;

	if (newline != '\r')
		return newline;
	for (size_t i = 0; i < text.n; i++) {
		quoted ^= text.at[i] == quote;
		cr += !quoted && text.at[i] == '\r';
		lf += !quoted && text.at[i] == '\n';
	}
	return lf >= cr ? '\n' : '\r';
}

/* Counts the delimiters of the next row outside quotes; false at the end. */
static bool
next_row(struct sample *sample, char delimiter, size_t *delimiters)
{
	bool quoted = false, blank = true;
	size_t i = 0;

	*delimiters = 0;
	for (; i < sample->rest.n; i++) {
		char c = sample->rest.at[i];

		if (c == sample->quote)
			quoted = !quoted;
		else if (c == sample->newline && !quoted && !blank)
			break;
		else if (c == delimiter && !quoted)
			++*delimiters;
		blank = blank && (c == '\r' || c == '\n');
	}
	if (blank || (i == sample->rest.n && !sample->whole))
		return false;
	if (i < sample->rest.n)
		i++;
	sample->rest.at += i;
	sample->rest.n -= i;
	return true;
}

/*
 * How well the delimiter fits: first by the share of rows that have as many
 * as the header, in tenths, then by how many that is.
 */
static uint64_t
fitness(struct sample sample, char delimiter)
{
	size_t header, here, rows = 0, alike = 0;
	bool whole = sample.whole;

	sample.whole = true;
	if (!next_row(&sample, delimiter, &header) || header == 0)
		return 0;
	sample.whole = whole;
	while (rows < SAMPLE_ROWS && next_row(&sample, delimiter, &here)) {
		rows++;
		alike += here == header;
	}
	return (rows > 0 ? alike * 10 / rows : 10) * 100000 + header + 1;
}

/* A spreadsheet's own hint: a first line "sep=;", maybe in quotes. */
static size_t
hint(struct slice text, char quote, char *delimiter)
{
	bool quoted = text.n > 0 && *text.at == quote;
	size_t start = quoted, n = start + 5;

	if (text.n < n + 2 || strncasecmp(text.at + start, "sep=", 4) != 0)
		return 0;
	if (text.at[start + 4] == quote || text.at[start + 4] == '\n' ||
	    text.at[start + 4] == '\r')
		return 0;
	if (quoted && text.at[n++] != quote)
		return 0;
	if (text.at[n] == '\r' && n + 1 < text.n && text.at[n + 1] == '\n')
		n++;
	if (n == text.n || (text.at[n] != '\n' && text.at[n] != '\r'))
		return 0;
	*delimiter = text.at[start + 4];
	return n + 1;
}

struct dialect
dialect_guess(struct slice text, char quote, bool whole)
{
	static const char candidates[] = {',', '\t', ';', '|'};
	struct dialect d = {.delimiter = ',', .newline = '\n'};
	struct sample sample;
	uint64_t best = 0;

	d.newline = outvoted(text, quote, line_end(text, quote, &d.crlf));
	d.skip = hint(text, quote, &d.delimiter);
	if (d.skip > 0)
		return d;
	sample = (struct sample){text, quote, d.newline, whole};
	/* A single column: what else is there belongs to it. */
	for (size_t i = sizeof candidates; i > 0; i--)
		if (memchr(text.at, candidates[i - 1], text.n) == NULL)
			d.delimiter = candidates[i - 1];
	for (size_t i = 0; i < sizeof candidates; i++) {
		uint64_t fit = fitness(sample, candidates[i]);

		if (fit > best) {
			best = fit;
			d.delimiter = candidates[i];
		}
	}
	return d;
}
