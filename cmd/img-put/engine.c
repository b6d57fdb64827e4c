/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "engine.h"

/* What would remove files, write them half, or say nothing of them. A word
 * that ends in '*' is the beginning of several. */
static const char *const of_rsync[] = {"--del", "--delete*", "--remove-*",
    "--files-from*", "--from0", "--out-format*", "--dry-run", "-n", "-0",
    "--inplace", "--append*", "--existing", "--ignore-existing", "--backup",
    "-b", "--list-only", "--no-relative", "--no-R", "--server", "--sender",
    "--daemon", "--write-batch*", "--only-write-batch*", "--read-batch*", NULL};
static const char *const of_rclone[] = {"--delete*", "--dry-run", "-n",
    "--interactive", "-i", "--files-from*", "--ignore-*", "--include*",
    "--exclude*", "--filter*", "--backup-dir*", "--suffix*", "--rc*", NULL};

const struct engine *
engine_of(const struct target *target)
{
	switch (target->kind) {
	case TARGET_RSYNC: return &engine_rsync;
	case TARGET_RCLONE: return &engine_rclone;
	default: return NULL;
	}
}

void
engine_put_word(struct buf *out, const char *word)
{
	buf_put_string(out, word);
	buf_put_char(out, '\0');
}

void
engine_put_words(struct buf *out, const char *const words[])
{
	for (; *words != NULL; words++)
		engine_put_word(out, *words);
}

static bool
is_refused(enum target_kind kind, struct slice word)
{
	const char *const *list = kind == TARGET_RSYNC ? of_rsync : of_rclone;

	for (; *list != NULL; list++) {
		struct slice each = slice_of(*list), begins = word;

		if (each.at[each.n - 1] == '*') {
			each.n--;
			begins.n = begins.n < each.n ? begins.n : each.n;
		}
		if (slice_equal(begins, each))
			return true;
	}
	return false;
}

/* One word, of which parts may be in quotes; false if a quote has no end. */
static bool
take_word(const char **text, struct buf *out)
{
	char quote = '\0';

	for (; **text != '\0'; (*text)++) {
		char c = **text;

		if (quote == '\0' && slice_is_space(c))
			break;
		if (quote == '\0' && (c == '\'' || c == '"'))
			quote = c;
		else if (c == quote)
			quote = '\0';
		else
			buf_put_char(out, c);
	}
	return quote == '\0';
}

/* "ssh -q" does not say why it lets nobody in: that it may. */
static void
drop_quiet(struct buf *out, size_t start)
{
	struct slice rest = slice_from(buf_slice(out), start), word;
	struct buf kept = {0};

	while (slice_word(&rest, ' ', &word))
		if (!slice_equal(word, SLICE("-q"))) {
			buf_put_string(&kept, kept.n > 0 ? " " : "");
			buf_put_slice(&kept, word);
		}
	out->n = start;
	buf_put_slice(out, buf_slice(&kept));
	buf_free(&kept);
}

/* The remote shell of rsync, in this word or in the one after it. */
static bool
is_shell(struct slice word, bool *next)
{
	bool shell = *next || ascii_begins(word, "--rsh=") ||
	    (ascii_begins(word, "-e") && word.n > 2);

	*next =
	    slice_equal(word, SLICE("-e")) || slice_equal(word, SLICE("--rsh"));
	return shell;
}

const char *
engine_words(enum target_kind kind, const char *text, struct buf *out)
{
	bool shell = false;

	for (;;) {
		size_t start = out->n;

		while (slice_is_space(*text))
			text++;
		if (*text == '\0')
			return NULL;
		if (!take_word(&text, out))
			return "a quotation mark is missing";
		if (is_refused(kind, slice_from(buf_slice(out), start)))
			return "an option that img-put sets itself, or that "
			       "could remove files or leave them half";
		if (kind == TARGET_RSYNC &&
		    is_shell(slice_from(buf_slice(out), start), &shell))
			drop_quiet(out, start);
		buf_put_char(out, '\0');
	}
}
