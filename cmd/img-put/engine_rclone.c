/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/date.h"
#include "text/json.h"
#include "engine.h"

static void
put_number_option(struct buf *out, const char *name, uint64_t number)
{
	buf_printf(out, "%s=%" PRIu64, name, number);
	buf_put_char(out, '\0');
}

static void
arguments(const struct settings *settings, const struct target *target,
    enum engine_pass pass, struct buf *out)
{
	static const char *const look[] = {"rclone", "lsjson", "--recursive",
	    "--files-only", "--hash", "--hash-type=MD5", NULL};
	static const char *const compare[] = {
	    "rclone", "md5sum", "--download", NULL};
	static const char *const sending[] = {
	    "rclone", "copy", "--no-traverse", "--retries-sleep=1s", NULL};
	static const char *const drop[] = {"rclone", "delete", NULL};
	static const char *const link[] = {"rclone", "link", NULL};
	static const char *const *const commands[] = {
	    look, compare, sending, drop, link};

	engine_put_words(out, commands[pass]);
	if (pass != ENGINE_LINK)
		engine_put_word(out, "--files-from-raw=-");
	engine_put_word(out, "--log-level=ERROR");
	put_number_option(out, "--transfers", settings->parallel);
	put_number_option(out, "--checkers", settings->parallel);
	put_number_option(out, "--retries", settings->retries + 1);
	if (pass == ENGINE_SEND)
		engine_put_word(out,
		    settings->replace ? "--ignore-times" : "--ignore-existing");
	if (settings->uploads.rate > 0) {
		buf_printf(
		    out, "--bwlimit=%" PRIu64 "B", settings->uploads.rate);
		buf_put_char(out, '\0');
	}
	buf_put_slice(out, buf_slice(&target->options));
	engine_put_word(out, "--");
	if (pass == ENGINE_SEND)
		engine_put_word(out, ".");
	buf_put_slice(out, buf_slice(&target->base));
	buf_put_char(out, '\0');
}

/* Past the first occurrence of `key`, which no string of rclone's can hold as
 * it is: a quote in one has a backslash before it. */
static bool
find_key(struct slice line, const char *key, struct slice *rest)
{
	const char *at = memmem(line.at, line.n, key, strlen(key));

	if (at == NULL)
		return false;
	*rest = slice_from(line, (size_t)(at - line.at) + strlen(key));
	return true;
}

static int64_t
number_of(struct slice text)
{
	int64_t number = 0;

	if (text.n == 0 || !ascii_is_digit(*text.at))
		return -1;
	for (;
	     text.n > 0 && ascii_is_digit(*text.at) && number < INT64_MAX / 16;
	     text = slice_from(text, 1))
		number = number * 10 + (*text.at - '0');
	return number;
}

/* Whole seconds of "2026-11-30T10:09:36.885056814+01:00"; 0 if it is none. */
static int64_t
time_of(struct slice text)
{
	enum { SECONDS = 19, ZONE = 6 };
	struct buf plain = {0};
	const char *end = memchr(text.at, '"', text.n);
	int64_t seconds = 0;
	struct slice zone;

	if (end == NULL || end - text.at <= SECONDS)
		return 0;
	text.n = (size_t)(end - text.at);
	buf_put(&plain, text.at, SECONDS);
	buf_put_char(&plain, 'Z');
	if (!date_read(buf_slice(&plain), &seconds))
		seconds = 0;
	buf_free(&plain);
	zone = slice_from(text, text.n - ZONE);
	if (seconds == 0 || text.at[text.n - 1] == 'Z' ||
	    text.n < SECONDS + ZONE)
		return seconds;
	int64_t offset = number_of(slice_from(zone, 1)) * 3600 +
	    number_of(slice_from(zone, 4)) * 60;

	return *zone.at == '-' ? seconds + offset : seconds - offset;
}

static void
take_md5(struct slice text, char md5[33])
{
	size_t n = 0;

	while (n < 32 && n < text.n && ascii_hex(text.at[n]) >= 0) {
		md5[n] = text.at[n];
		n++;
	}
	md5[n == 32 ? 32 : 0] = '\0';
}

/* {"Path":"a/b.jpg",…,"Size":2,…,"ModTime":"…",…,"Hashes":{"md5":"…"}}, */
static bool
object_line(struct slice line, struct engine_facts *facts)
{
	struct slice rest;

	if (!find_key(line, "{\"Path\":\"", &rest))
		return false;
	if (!json_take_string(&rest, &facts->name))
		return false;
	facts->there = THERE_FACTS;
	if (find_key(rest, ",\"Size\":", &line))
		facts->size = number_of(line);
	if (find_key(rest, ",\"ModTime\":\"", &line))
		facts->modified = time_of(line);
	if (find_key(rest, "\"md5\":\"", &line))
		take_md5(line, facts->md5);
	return true;
}

/* "0a88863510308751293f4b91afc07dd6  a/b.jpg"; of what cannot be read blanks,
 * or "ERROR", are in place of the digits. */
static bool
sum_line(struct slice line, struct engine_facts *facts)
{
	enum { SUM = 32, BLANKS = 2 };

	if (line.n <= SUM + BLANKS)
		return false;
	take_md5(line, facts->md5);
	facts->there = THERE_FACTS;
	buf_put_slice(&facts->name, slice_from(line, SUM + BLANKS));
	return facts->md5[0] != '\0';
}

/* The name, a tab, and what rclone has written of it. */
static bool
link_line(struct slice line, struct engine_facts *facts)
{
	const char *tab = memchr(line.at, '\t', line.n);

	if (tab == NULL)
		return false;
	buf_put(&facts->name, line.at, (size_t)(tab - line.at));
	buf_put_slice(
	    &facts->link, slice_from(line, (size_t)(tab - line.at) + 1));
	facts->there = THERE_LINK;
	return true;
}

static bool
line(enum engine_pass pass, struct slice line, struct engine_facts *facts)
{
	switch (pass) {
	case ENGINE_LOOK: return object_line(line, facts);
	case ENGINE_COMPARE: return sum_line(line, facts);
	case ENGINE_LINK: return link_line(line, facts);
	default: return false;
	}
}

/* "… ERROR : a/b.jpg: Failed to copy: no room": some versions leave a part of
 * it under its name. */
static bool
message(struct slice line, struct engine_facts *facts)
{
	static const char before[] = "ERROR : ", after[] = ": Failed to copy";
	const char *name = memmem(line.at, line.n, before, strlen(before));
	const char *end;

	if (name == NULL)
		return false;
	line = slice_from(line, (size_t)(name - line.at) + strlen(before));
	end = memmem(line.at, line.n, after, strlen(after));
	if (end == NULL)
		return false;
	facts->there = THERE_BROKEN;
	buf_put(&facts->name, line.at, (size_t)(end - line.at));
	return true;
}

/* See rclone(1), EXIT CODE. It has tried as often as it was asked to. */
static enum engine_end
end(enum engine_pass pass, int status, struct slice errors)
{
	enum { NO_FOLDER = 3, NO_FILE, TEMPORARY };

	if (slice_contains(errors, "no space left on device") ||
	    slice_contains(errors, "too big for remaining disk space") ||
	    slice_contains(errors, "quota exceeded"))
		return ENGINE_FULL;
	switch (status) {
	case 0: return pass == ENGINE_SEND ? ENGINE_SENT : ENGINE_DONE;
	case NO_FOLDER:
	case NO_FILE: return pass == ENGINE_SEND ? ENGINE_FAILED : ENGINE_DONE;
	case TEMPORARY: return ENGINE_LATER;
	default:
		/* Some files of many; which ones the next pass tells. */
		return pass == ENGINE_SEND || pass == ENGINE_LINK
		    ? ENGINE_DONE
		    : ENGINE_FAILED;
	}
}

const struct engine engine_rclone = {.program = "rclone",
    .prefix = "",
    .separator = '\n',
    .blind = true,
    .links = true,
    .arguments = arguments,
    .line = line,
    .message = message,
    .end = end};
