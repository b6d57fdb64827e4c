/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "base/buf.h"
#include "base/diag.h"
#include "text/counted.h"
#include "counts.h"

/* `many` is NULL where the words are the same. */
static void
put_count(struct buf *text, uint64_t count, const char *one, const char *many)
{
	if (count == 0)
		return;
	buf_put_string(text,
	    memchr(text->at, ';', text->n) != NULL ? ", " : "; left out: ");
	buf_put_string(text, COUNTED(count, one, many != NULL ? many : one));
}

void
counts_report(const struct counts *tally)
{
	struct buf text = {0};

	buf_printf(&text, "%" PRIu64 " listed, %s read", tally->rows,
	    COUNTED(tally->folders, "folder", "folders"));
	put_count(&text, tally->other, "with another extension (-e, -a)",
	    "with other extensions (-e, -a)");
	put_count(&text, tally->hidden, "hidden (--hidden)", NULL);
	put_count(&text, tally->excluded, "by --include or --exclude", NULL);
	put_count(
	    &text, tally->links, "symbolic link (-L)", "symbolic links (-L)");
	put_count(&text, tally->loops, "link that leads back",
	    "links that lead back");
	put_count(&text, tally->special, "neither file nor folder", NULL);
	put_count(&text, tally->deep, "folder below --max-depth",
	    "folders below --max-depth");
	put_count(&text, tally->young, "too young (--min-age)", NULL);
	put_count(&text, tally->vanished, "vanished meanwhile", NULL);
	buf_string(&text);
	/* What could not be listed has been said. */
	sum_up(tally->rows == 0 &&
		(tally->folders > 0 || !diag_needs_attention() ||
		    memchr(text.at, ';', text.n) != NULL),
	    "%s", text.at);
	buf_free(&text);
}
