/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "stream/stream.h"
#include "portal.h"

struct portal {
	struct portal_column *columns;
	size_t n, room;
	const struct schema *schema;
};

enum {
	TABLE,
	COLUMN,
	TYPE,
	LENGTH,
	CHARSET,
	COLLATION,
	NULLABLE,
	REFERENCES,
	ON_DELETE,
	VALUE,
	NFIELDS
};

static const char *const names[NFIELDS] = {"table", "column", "dataType",
    "length", "characterSet", "collation", "nullable", "references", "onDelete",
    "value"};

const struct portal_column *
portal_columns(const struct portal *portal, size_t *n)
{
	*n = portal->n;
	return portal->columns;
}

static const struct portal_column *
find_nth(const struct portal *portal, const char *table, const char *column,
    size_t nth)
{
	for (size_t i = 0; i < portal->n; i++) {
		const struct portal_column *c = &portal->columns[i];

		if (c->nth == nth && strcasecmp(c->table, table) == 0 &&
		    strcasecmp(c->column, column) == 0)
			return c;
	}
	return NULL;
}

const struct portal_column *
portal_find(const struct portal *portal, const char *table, const char *column)
{
	return find_nth(portal, table, column, 0);
}

static uint64_t
to_length(const char *digits)
{
	struct slice text = slice_of(digits);
	uint64_t n;

	return number_take(&text, UINT64_MAX, &n) ? n : 0;
}

/* Which of the exported collections it is; false if it is none of them. */
static bool
find_collection(const struct portal *portal, uint32_t collid, size_t *nth)
{
	const struct portal_column *c;
	struct buf wanted = {0};
	bool found = false;

	buf_put_number(&wanted, collid);
	for (*nth = 0;
	     (c = find_nth(portal, "omcollections", "collID", *nth)) != NULL;
	     ++*nth)
		if (slice_equal(slice_of(c->value), buf_slice(&wanted))) {
			found = true;
			break;
		}
	buf_free(&wanted);
	return found;
}

bool
portal_has_collection(const struct portal *portal, uint32_t collid)
{
	size_t nth;

	return find_collection(portal, collid, &nth);
}

uint32_t
portal_collid(const struct portal *portal, size_t nth)
{
	const struct portal_column *c =
	    find_nth(portal, "omcollections", "collID", nth);

	return c != NULL ? (uint32_t)to_length(c->value) : 0;
}

struct slice
portal_collection(
    const struct portal *portal, uint32_t collid, const char *column)
{
	const struct portal_column *c = NULL;
	size_t nth;

	if (find_collection(portal, collid, &nth))
		c = find_nth(portal, "omcollections", column, nth);
	return c != NULL ? slice_of(c->value) : SLICE("");
}

bool
portal_refers(
    const struct portal_column *column, const char *table, const char *key)
{
	size_t n = strlen(table);

	return strncasecmp(column->references, table, n) == 0 &&
	    column->references[n] == '.' &&
	    strcasecmp(column->references + n + 1, key) == 0;
}

static char *
take(const struct block *block, size_t row, size_t at, struct buf *scratch)
{
	struct slice value = stream_value(block_field(block, row, at), scratch);

	return mem_string(value.at, value.n);
}

static void
add(struct portal *portal, const struct block *block, size_t row,
    const size_t at[NFIELDS])
{
	struct buf scratch = {0};
	struct portal_column c = {.nth = 0};
	char *length = take(block, row, at[LENGTH], &scratch);

	c.table = take(block, row, at[TABLE], &scratch);
	c.column = take(block, row, at[COLUMN], &scratch);
	c.type = take(block, row, at[TYPE], &scratch);
	c.charset = take(block, row, at[CHARSET], &scratch);
	c.collation = take(block, row, at[COLLATION], &scratch);
	c.nullable =
	    !slice_equal(block_field(block, row, at[NULLABLE]), SLICE("no"));
	c.references = take(block, row, at[REFERENCES], &scratch);
	c.on_delete = take(block, row, at[ON_DELETE], &scratch);
	c.value = take(block, row, at[VALUE], &scratch);
	c.length = to_length(length);
	while (find_nth(portal, c.table, c.column, c.nth) != NULL)
		c.nth++;
	free(length);
	buf_free(&scratch);
	if (portal->n == portal->room) {
		portal->room = portal->room * 2 + 64;
		portal->columns = mem_resize(
		    portal->columns, portal->room, sizeof *portal->columns);
	}
	portal->columns[portal->n++] = c;
}

/* The newest of which both its mark and its table of pictures are there. */
static const struct schema *
find_schema(const struct portal *portal, const char *file)
{
	size_t n;
	const struct schema *all = schema_all(&n);

	while (n-- > 0)
		if (portal_find(portal, all[n].media, "originalUrl") != NULL &&
		    portal_find(portal, all[n].table, all[n].column) != NULL)
			return &all[n];
	die("%s: neither the table media nor images is there", file);
}

static void
check_version(const struct portal *portal, const char *file)
{
	const struct portal_column *c =
	    portal_find(portal, "schemaversion", "versionnumber");
	const struct schema *claimed;
	const struct schema *all;
	size_t n;

	if (c == NULL || strncmp(c->value, "3.", 2) != 0)
		return;
	all = schema_all(&n);
	claimed = schema_find((struct slice){c->value, 3});
	if (claimed == NULL)
		claimed = &all[n - 1]; /* a later one */
	if (claimed->media_type != portal->schema->media_type)
		die("%s: the portal calls itself %s, but its tables are not"
		    " those of that version: an update may have stopped"
		    " half-way",
		    file, c->value);
}

struct portal *
portal_read(const char *dir)
{
	struct portal *portal = mem_array(1, sizeof *portal);
	struct buf path = {0};
	struct block block = {0};
	struct stream_in *in;
	char *operand;
	size_t at[NFIELDS];

	buf_printf(&path, "%s/schema.tsv", dir);
	operand = buf_string(&path);
	in = stream_open(&operand, 1);
	for (size_t i = 0; i < NFIELDS; i++)
		at[i] = stream_need(in, names[i]);
	while (stream_next(in, &block))
		for (size_t row = 0; row < block.nrows; row++)
			add(portal, &block, row, at);
	portal->schema = find_schema(portal, operand);
	check_version(portal, operand);
	block_free(&block);
	stream_close(in);
	buf_free(&path);
	return portal;
}

const struct schema *
portal_schema(const struct portal *portal)
{
	return portal->schema;
}

void
portal_free(struct portal *portal)
{
	if (portal == NULL)
		return;
	for (size_t i = 0; i < portal->n; i++) {
		struct portal_column *c = &portal->columns[i];

		free(c->table);
		free(c->column);
		free(c->type);
		free(c->charset);
		free(c->collation);
		free(c->references);
		free(c->on_delete);
		free(c->value);
	}
	free(portal->columns);
	free(portal);
}
