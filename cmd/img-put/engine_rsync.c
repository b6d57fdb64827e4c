/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "engine.h"

/* Before each line about a file; and the width of what --itemize-changes
 * says of it: type of update, type of file, nine attributes. */
#define MARK "img-put "
enum { ITEM = 11 };
enum { AT_UPDATE, AT_TYPE, AT_BYTES, AT_SIZE };

/*
 * Folders at the target may be links: no-implied-dirs leaves them. The late
 * %b has a file reported after it was sent. Modes are what the umask there
 * makes.
 */
static void
arguments(const struct settings *settings, const struct target *target,
    enum engine_pass pass, struct buf *out)
{
	static const char *const usual[] = {"rsync", "--times", "--from0",
	    "--files-from=-", "--no-implied-dirs", "-ii", NULL};
	static const char *const looking[] = {"--mkpath", "--dry-run", NULL};
	static const char *const sending[] = {
	    "--mkpath", "--chmod=F666", "--partial-dir=.imgpipe-partial", NULL};

	engine_put_words(out, usual);
	engine_put_word(out, "--out-format=" MARK "%i %b %n");
	switch (pass) {
	case ENGINE_LOOK: engine_put_words(out, looking); break;
	case ENGINE_COMPARE:
		engine_put_words(out, looking);
		engine_put_word(out, "--checksum");
		break;
	case ENGINE_SEND:
		engine_put_words(out, sending);
		engine_put_word(out,
		    settings->replace ? "--ignore-times" : "--ignore-existing");
		break;
	case ENGINE_DROP: engine_put_word(out, "--delete-missing-args"); break;
	case ENGINE_LINK: break;
	}
	if (settings->uploads.rate > 0) {
		buf_printf(out, "--bwlimit=%" PRIu64,
		    (settings->uploads.rate + 1023) / 1024);
		buf_put_char(out, '\0');
	}
	buf_put_slice(out, buf_slice(&target->options));
	engine_put_word(out, "--");
	engine_put_word(out, "./");
	buf_put_slice(out, buf_slice(&target->base));
	buf_put_char(out, '\0');
}

static bool
is_octal(const char *digits)
{
	for (int i = 0; i < 3; i++)
		if (digits[i] < '0' || digits[i] > '7')
			return false;
	return true;
}

/* "\#ooo" is a byte: rsync writes what is not ASCII so, and "\#ooo" too. */
static void
put_name(struct buf *out, struct slice text)
{
	while (text.n > 0) {
		const char *at = text.at;
		size_t n = 1;
		char c = *at;

		if (text.n >= 5 && c == '\\' && at[1] == '#' &&
		    is_octal(at + 2)) {
			n = 5;
			c = (char)((at[2] - '0') * 64 + (at[3] - '0') * 8 +
			    (at[4] - '0'));
		}
		buf_put_char(out, c);
		text = slice_from(text, n);
	}
}

static enum engine_there
there_of(enum engine_pass pass, const char *item)
{
	if (pass == ENGINE_SEND)
		return item[AT_UPDATE] == '.' ? THERE_SAME : THERE_SENT;
	if (item[AT_BYTES] == '+')
		return THERE_ABSENT;
	if (item[AT_UPDATE] == '.')
		return THERE_SAME;
	return pass == ENGINE_LOOK && item[AT_SIZE] != 's' ? THERE_UNCLEAR
							   : THERE_DIFFERS;
}

static bool
line(enum engine_pass pass, struct slice line, struct engine_facts *facts)
{
	const size_t mark = sizeof MARK - 1;
	const char *item = line.at + mark;

	if (line.n < mark + ITEM + 1 || memcmp(line.at, MARK, mark) != 0 ||
	    item[AT_TYPE] != 'f' || item[ITEM] != ' ')
		return false;
	line = slice_from(line, mark + ITEM + 1);
	while (line.n > 0 && *line.at != ' ')
		line = slice_from(line, 1);
	if (line.n < 2)
		return false;
	facts->there = there_of(pass, item);
	put_name(&facts->name, slice_from(line, 1));
	return true;
}

/* See rsync(1), EXIT VALUES; ssh ends with 255. */
static enum engine_end
end(enum engine_pass pass, int status, struct slice errors)
{
	if (slice_contains(errors, "No space left on device") ||
	    slice_contains(errors, "Disk quota exceeded"))
		return ENGINE_FULL;
	if (slice_contains(errors, "Permission denied (") ||
	    slice_contains(errors, "Host key verification failed") ||
	    slice_contains(errors, "Could not resolve hostname"))
		return ENGINE_FAILED;
	switch (status) {
	case 0:
		/* The receiver's checksum of each was that of the sender. */
		return pass == ENGINE_SEND ? ENGINE_WHOLE : ENGINE_DONE;
	case 23: /* some files were not sent */
	case 24: return ENGINE_DONE;
	case 10:
	case 12:
	case 30:
	case 35:
	case 255: return ENGINE_LATER;
	default: return ENGINE_FAILED;
	}
}

const struct engine engine_rsync = {.program = "rsync",
    .prefix = "./",
    .separator = '\0',
    .arguments = arguments,
    .line = line,
    .end = end};
