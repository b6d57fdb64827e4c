/* SPDX-License-Identifier: MIT */
/*
 * img-emit-sql: a text as a literal, read back by a model of MariaDB's and
 * SQLite's lexers in each mode that changes how a string is read.
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "../../cmd/img-emit-sql/literal.h"
#include "shared.h"

static bool
take(struct slice *s, const char *what)
{
	struct slice want = slice_of(what);

	if (s->n < want.n || memcmp(s->at, want.at, want.n) != 0)
		return false;
	*s = slice_from(*s, want.n);
	return true;
}

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0'
	    : c >= 'A' && c <= 'F'  ? c - 'A' + 10
	    : c >= 'a' && c <= 'f'  ? c - 'a' + 10
				    : -1;
}

/* After X': digits in pairs, to the quote. */
static bool
read_hex(struct slice *s, struct buf *out)
{
	while (s->n >= 2 && s->at[0] != '\'') {
		int high = digit(s->at[0]), low = digit(s->at[1]);

		if (high < 0 || low < 0)
			return false;
		buf_put_char(out, (char)(high << 4 | low));
		*s = slice_from(*s, 2);
	}
	return take(s, "'");
}

/* After a quote; two of them are one, and a backslash may be an escape. */
static bool
read_quoted(struct slice *s, bool backslashes, struct buf *out)
{
	while (s->n > 0) {
		char c = *s->at;

		*s = slice_from(*s, 1);
		if (c == '\'' && !take(s, "'"))
			return true;
		if (c == '\\' && backslashes) {
			if (s->n == 0)
				return false;
			c = *s->at == 'n'   ? '\n'
			    : *s->at == '0' ? '\0'
					    : *s->at;
			*s = slice_from(*s, 1);
		}
		buf_put_char(out, c);
	}
	return false;
}

/* A literal and nothing after it; NULL is an empty text. */
static bool
read_literal(
    struct slice s, enum dialect dialect, bool backslashes, struct buf *out)
{
	buf_clear(out);
	if (take(&s, "NULL"))
		return s.n == 0;
	if (dialect == DIALECT_MARIADB && take(&s, "_utf8mb4 X'"))
		return read_hex(&s, out) && s.n == 0;
	if (dialect != DIALECT_MARIADB && take(&s, "CAST(X'"))
		return read_hex(&s, out) && take(&s, " AS TEXT)") && s.n == 0;
	return take(&s, "'") && read_quoted(&s, backslashes, out) && s.n == 0;
}

/* No client changes it, whatever its character set and its line ends. */
static void
check_plain(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		must(s.at[i] >= ' ' && s.at[i] <= '~' && s.at[i] != '\\');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum dialect dialects[] = {
	    DIALECT_MARIADB, DIALECT_SQLITE};
	struct slice text = {(const char *)data, 0};
	struct buf literal = {0}, back = {0};

	text.n = size > 0 ? utf8_span(text.at, size) : 0;
	if (text.n > 0 && memchr(text.at, '\0', text.n) != NULL)
		text.n = strlen(text.at); /* no value of a stream has one */
	for (size_t i = 0; i < 2; i++)
		for (int backslashes = 0; backslashes < 2; backslashes++) {
			buf_clear(&literal);
			literal_put(&literal, dialects[i], text);
			check_plain(buf_slice(&literal));
			must(read_literal(buf_slice(&literal), dialects[i],
			    backslashes != 0, &back));
			must(slice_equal(buf_slice(&back), text));
		}
	buf_clear(&literal);
	literal_comment(&literal, text);
	check_plain(buf_slice(&literal));
	must(literal.n < 2 || memmem(literal.at, literal.n, "*/", 2) == NULL);
	buf_free(&literal);
	buf_free(&back);
	return 0;
}
