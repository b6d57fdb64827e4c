/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include "base/diag.h"
#include "counts.h"

static void
put_count(struct buf *text, uint64_t count, const char *what)
{
	if (count == 0)
		return;
	buf_put_string(text,
	    memchr(text->at, ';', text->n) != NULL ? ", " : "; left out: ");
	buf_put_number(text, count);
	buf_put_string(text, what);
}

void
counts_report(const struct counts *tally)
{
	struct buf text = {0};

	buf_put_number(&text, tally->rows);
	buf_put_string(&text, " listed, ");
	buf_put_number(&text, tally->folders);
	buf_put_string(
	    &text, tally->folders == 1 ? " folder read" : " folders read");
	put_count(&text, tally->other, " with other extensions (-e, -a)");
	put_count(&text, tally->hidden, " hidden (--hidden)");
	put_count(&text, tally->excluded, " by --include or --exclude");
	put_count(&text, tally->links, " symbolic links (-L)");
	put_count(&text, tally->loops, " links that lead back");
	put_count(&text, tally->special, " neither file nor folder");
	put_count(&text, tally->deep, " folders below --max-depth");
	put_count(&text, tally->young, " too young (--min-age)");
	put_count(&text, tally->vanished, " vanished meanwhile");
	buf_string(&text);
	/* What could not be listed has been said. */
	sum_up(tally->rows == 0 &&
		(tally->folders > 0 || diag_status() == DIAG_DONE ||
		    memchr(text.at, ';', text.n) != NULL),
	    "%s", text.at);
	buf_free(&text);
}
