/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/path.h"
#include "stream/fields.h"
#include "net/picture_place.h"
#include "registry/media_type.h"
#include "group.h"

static const char *const column_names[NGROUP] = {"path", "originalUrl", "url",
    "thumbnailUrl", "archiveUrl", "verdict", "problems", "occid",
    "catalogNumber", "bytes", "mediaMD5", "format", "pixelXDimension",
    "pixelYDimension"};

static const char *const descriptive_names[] = {"createDate", "creator",
    "copyright", "rights", "owner", "caption", "title", "keywords",
    "catalogNumber", "otherCatalogNumbers", "occurrenceID", "occid", "collid",
    "tags"};

void
group_bind(struct group_run *run, const struct stream_in *in)
{
	run->ncolumns = stream_columns(in)->n;
	for (size_t i = 0; i < NGROUP; i++)
		run->columns[i] = stream_column(in, column_names[i]);
	for (size_t i = 0;
	     i < sizeof descriptive_names / sizeof *descriptive_names; i++) {
		size_t column = stream_column(in, descriptive_names[i]);

		if (column != STREAM_NONE)
			run->descriptive[run->ndescriptive++] = column;
	}
}

static void
put_key(struct group_run *run, struct slice path, struct slice url)
{
	struct slice place, name;
	struct derivative_name found;
	struct buf *key = &run->key;

	buf_clear(key);
	if (!picture_place(path, url, &run->url, &place, &name))
		return;
	found = derivative_name(&run->patterns, place, picture_stem(name));
	buf_put_slice(key, found.before);
	buf_put_slice(key, found.after);
	buf_put_char(key, '\0');
	buf_put_slice(key, found.stem);
}

void
group_take(struct group_run *run, const struct block *block, size_t row)
{
	buf_clear(&run->scratch);
	buf_room(&run->scratch, block_row(block, row).n);
	put_key(run,
	    stream_unescape(
		field_of(block, row, run->columns[G_PATH]), &run->scratch),
	    stream_unescape(
		field_of(block, row, run->columns[G_ORIGINAL]), &run->scratch));
	sorter_add(run->sorter, buf_slice(&run->key), block_row(block, row));
	run->rows++;
}

static struct slice
value(const struct group_run *run, const struct slice fields[],
    enum group_column column)
{
	size_t at = run->columns[column];

	return at == STREAM_NONE ? SLICE("") : fields[at];
}

/* Its type by the bytes, if they have been looked at, or by the name. */
static bool
is_shown(struct slice format, struct slice name)
{
	struct media_meaning meaning = media_type_meant(format);
	const struct media_type *type =
	    meaning.known ? meaning.type : media_type_of_name(name);

	return type == NULL || (type->takers & MEDIA_BROWSERS) != 0;
}

/* The place of the extension in the list of archives; after it, if not there.
 */
static size_t
archive_rank(const struct group_run *run, struct slice name)
{
	struct slice list, word, extension = path_extension(name);
	size_t rank = 0;

	if (run->archives == NULL)
		return 0;
	list = slice_of(run->archives);
	while (slice_word(&list, ',', &word)) {
		if (ascii_equal_slices(word, extension))
			break;
		rank++;
	}
	return rank;
}

struct member
group_member(struct group_run *run, struct slice row, struct slice fields[])
{
	struct member member = {.fields = fields, .role = ROLE_PLAIN};
	struct slice path, url, place, name, verdict;
	struct derivative_name found;

	fields_split(row, fields, run->ncolumns);
	verdict = value(run, fields, G_VERDICT);
	member.sound = !slice_is(verdict, "bad") && !slice_is(verdict, "retry");
	buf_clear(&run->scratch);
	buf_room(&run->scratch, row.n);
	path = stream_unescape(value(run, fields, G_PATH), &run->scratch);
	url = stream_unescape(value(run, fields, G_ORIGINAL), &run->scratch);
	if (!picture_place(path, url, &run->url, &place, &name))
		return member;
	found = derivative_name(&run->patterns, place, picture_stem(name));
	member.role = found.role;
	member.page = found.page;
	member.shown = is_shown(value(run, fields, G_FORMAT), name);
	member.rank = archive_rank(run, name);
	return member;
}
