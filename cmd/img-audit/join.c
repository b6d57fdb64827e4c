/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/number.h"
#include "net/picture_place.h"
#include "net/url.h"
#include "registry/derivative_name.h"
#include "audit.h"

enum { PARTS_MOST = 6, FILES_MOST = 4096 };

/* Seconds between two checks: rows of one URL have the time of their own. */
enum { APART = 3600 };

/* A file of a picture, from one of the three sources. */
struct file {
	struct slice url;
	char source; /* D, F or W */
	struct slice parts[PARTS_MOST];
};

/* Of D: row, role, occid, MD5, scheme. F: path, MD5. W: checked, verdict, MD5,
 * scheme, whether a further URL is dead. */
enum { D_ROW, D_ROLE, D_OCCID, D_MD5, D_SCHEME, D_COLLID };
enum { F_PATH, F_MD5 };
enum { W_CHECKED, W_VERDICT, W_MD5, W_SCHEME, W_ALSO };

static struct slice
take_part(struct slice *rest)
{
	const char *end = rest->n > 0 ? memchr(rest->at, '\0', rest->n) : NULL;
	struct slice part = *rest;

	if (end == NULL) {
		*rest = SLICE("");
		return part;
	}
	part.n = (size_t)(end - rest->at);
	*rest = slice_from(*rest, part.n + 1);
	return part;
}

static struct file
file_of(struct slice value)
{
	struct file file = {.url = take_part(&value)};

	file.source = *take_part(&value).at;
	for (int i = 0; i < PARTS_MOST; i++)
		file.parts[i] = take_part(&value);
	return file;
}

static void
found(struct audit *audit, const struct file *medium, enum finding finding)
{
	audit_note(
	    audit, medium->parts[D_ROW], 'f', slice_of(finding_codes[finding]));
}

/* How long a URL has been dead: its last checks that were all bad. */
struct death {
	size_t times;
	int64_t first, last;
};

static void
count_check(struct death *death, const struct file *check)
{
	struct slice verdict = check->parts[W_VERDICT];
	int64_t seconds;

	/* A failure that may pass is no word of either. */
	if (slice_is(verdict, "retry"))
		return;
	if (!slice_is(verdict, "bad")) {
		death->times = 0;
		return;
	}
	/* One without a time may be any, or one of the others. */
	if (!date_read(check->parts[W_CHECKED], &seconds) ||
	    (death->times > 0 && seconds - death->last < APART))
		return;
	if (death->times++ == 0)
		death->first = seconds;
	death->last = seconds;
}

static bool
is_removable(const struct audit *audit, const struct death *death)
{
	return audit->times > 0 && death->times >= audit->times &&
	    death->last - death->first >= (int64_t)audit->seconds;
}

static bool
differ(struct slice a, struct slice b)
{
	return a.n > 0 && b.n > 0 && !ascii_equal_slices(a, b);
}

/* A picture, or a thumbnail, whose last check has not got it. */
static void
judge_unserved(struct audit *audit, const struct file *medium,
    const struct file *check, const struct death *death)
{
	bool bad = slice_is(check->parts[W_VERDICT], "bad");
	struct url url;

	found(audit, medium,
	    slice_is(medium->parts[D_ROLE], "t") ? FOUND_THUMBNAIL
		: bad				 ? FOUND_DEAD
						 : FOUND_SILENT);
	if (!slice_is(medium->parts[D_ROLE], "m"))
		return;
	url_parse(medium->url, &url);
	tally_of(&audit->hosts, url.host.at != NULL ? url.host : SLICE(""))
	    ->dead++;
	tally_of(&audit->collections, medium->parts[D_COLLID])->dead++;
	if (bad && is_removable(audit, death))
		audit_note(audit, medium->parts[D_ROW], 'x', SLICE(""));
}

/* What the last check and the disk say of a picture of the portal. */
static void
judge(struct audit *audit, const struct file *medium, const struct file files[],
    size_t n)
{
	const struct file *check = NULL, *disk = NULL;
	bool main = slice_is(medium->parts[D_ROLE], "m"), elsewhere = false;
	struct death death = {0};
	struct url url;

	for (size_t i = 0; i < n; i++) {
		const struct file *file = &files[i];

		if (!slice_equal(file->url, medium->url))
			continue;
		if (file->source == 'W') {
			check = file;
			count_check(&death, file);
		} else if (file->source == 'F') {
			disk = file;
		} else if (main && slice_is(file->parts[D_ROLE], "m")) {
			elsewhere |= !slice_equal(
			    file->parts[D_OCCID], medium->parts[D_OCCID]);
		}
	}
	if (elsewhere)
		found(audit, medium, FOUND_SAME_URL);
	url_parse(medium->url, &url);
	if (disk == NULL && url.host.at != NULL &&
	    table_has(&audit->disk_hosts, table_key(url.host)))
		found(audit, medium,
		    slice_is(medium->parts[D_ROLE], "t") ? FOUND_THUMBNAIL
							 : FOUND_NO_FILE);
	if (disk != NULL && main &&
	    differ(disk->parts[F_MD5], medium->parts[D_MD5]))
		found(audit, medium, FOUND_DRIFT);
	if (check == NULL) {
		if (main && audit->checked)
			found(audit, medium, FOUND_UNCHECKED);
		return;
	}
	if (main && check->parts[W_ALSO].n > 0)
		found(audit, medium, FOUND_THUMBNAIL);
	if (slice_is(check->parts[W_VERDICT], "bad") ||
	    slice_is(check->parts[W_VERDICT], "retry")) {
		judge_unserved(audit, medium, check, &death);
		return;
	}
	if (main && differ(check->parts[W_MD5], medium->parts[D_MD5]))
		found(audit, medium, FOUND_DRIFT);
	if (slice_is(medium->parts[D_SCHEME], "http") &&
	    slice_is(check->parts[W_SCHEME], "https"))
		found(audit, medium, FOUND_HTTPS);
}

/* A file that the portal knows in no form: neither itself nor, if it was made
 * of another one, that. */
static bool
is_orphan(const struct file *disk, const struct file files[], size_t n)
{
	struct slice folder, name;
	struct buf scratch = {0};
	bool derived = false;

	if (picture_place(SLICE(""), disk->url, &scratch, &folder, &name))
		derived = derivative_name(
			      &derivative_defaults, folder, picture_stem(name))
			      .role != ROLE_PLAIN;
	buf_free(&scratch);
	for (size_t i = 0; i < n; i++)
		if (files[i].source == 'D' &&
		    (derived || slice_equal(files[i].url, disk->url)))
			return false;
	return true;
}

/* The files of one place and stem. */
static void
join_files(struct audit *audit, const struct file files[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (files[i].source == 'D')
			judge(audit, &files[i], files, n);
		else if (files[i].source == 'F' &&
		    is_orphan(&files[i], files, n))
			audit_note(audit, SLICE("~"), 'o',
			    files[i].parts[F_PATH].n > 0
				? files[i].parts[F_PATH]
				: files[i].url);
	}
}

/* Rows with one MD5 on several records. */
static void
join_hashes(struct audit *audit)
{
	struct buf md5 = {0}, first = {0}, row = {0};
	struct slice key, value;
	bool reported = false;

	while (sorter_next(audit->hashes, &key, &value)) {
		struct slice occid = take_part(&value);

		if (!slice_equal(key, buf_slice(&md5))) {
			buf_clear(&md5);
			buf_clear(&first);
			buf_clear(&row);
			buf_put_slice(&md5, key);
			buf_put_slice(&first, occid);
			buf_put_slice(&row, value);
			reported = false;
			continue;
		}
		if (slice_equal(occid, buf_slice(&first)))
			continue;
		if (!reported)
			audit_note(audit, buf_slice(&row), 'f',
			    slice_of(finding_codes[FOUND_SAME_PICTURE]));
		reported = true;
		audit_note(audit, value, 'f',
		    slice_of(finding_codes[FOUND_SAME_PICTURE]));
	}
	buf_free(&md5);
	buf_free(&first);
	buf_free(&row);
}

void
audit_join(struct audit *audit)
{
	struct buf key = {0}, bytes = {0};
	struct file *files = mem_array(FILES_MOST, sizeof *files);
	size_t *starts = mem_array(FILES_MOST + 1, sizeof *starts);
	size_t n = 0;
	struct slice next, value;
	bool more;

	do {
		more = sorter_next(audit->files, &next, &value);
		if (n > 0 &&
		    (!more || n == FILES_MOST ||
			!slice_equal(next, buf_slice(&key)))) {
			for (size_t i = 0; i < n; i++)
				files[i] =
				    file_of((struct slice){bytes.at + starts[i],
					starts[i + 1] - starts[i]});
			join_files(audit, files, n);
			n = 0;
			buf_clear(&bytes);
		}
		if (!more)
			break;
		buf_clear(&key);
		buf_put_slice(&key, next);
		starts[n++] = bytes.n;
		buf_put_slice(&bytes, value);
		starts[n] = bytes.n;
	} while (more);
	join_hashes(audit);
	buf_free(&key);
	buf_free(&bytes);
	free(files);
	free(starts);
}
