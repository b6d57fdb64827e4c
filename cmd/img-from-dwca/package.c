/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/mem.h"
#include "infer_tables.h"
#include "package.h"
#include "terms.h"

enum { META_MOST = 16 << 20, META_BLOCK = 1 << 16 };

#define META_NAME "meta.xml"

static size_t
depth(const char *name)
{
	size_t n = 0;

	for (; (name = strchr(name, '/')) != NULL; name++)
		n++;
	return n;
}

static const char *
base_name(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash != NULL ? slash + 1 : name;
}

/* The one that is nearest to the top; NULL if there is none. */
static const char *
find_meta(const struct archive_source *source)
{
	const char *found = NULL, *rival = NULL;

	for (size_t i = 0; i < archive_source_count(source); i++) {
		const char *name = archive_source_member(source, i);

		if (strcasecmp(base_name(name), META_NAME) != 0 ||
		    strncmp(name, "__MACOSX/", 9) == 0)
			continue;
		if (found == NULL || depth(name) < depth(found)) {
			found = name;
			rival = NULL;
		} else if (depth(name) == depth(found)) {
			rival = name;
		}
	}
	if (rival != NULL)
		die("%s: two archives in one: '%s' and '%s'",
		    archive_source_name(source), found, rival);
	return found;
}

static void
read_meta(struct package *package, const char *name)
{
	struct archive_source *source = package->source;
	struct member *member;
	struct meta_reader *reader = meta_reader_new(&package->meta);
	char *block = mem_alloc(META_BLOCK);
	ptrdiff_t n;
	size_t bytes = 0;

	archive_source_has(source, name);
	member = member_open(source, name);
	while ((n = member_read(member, block, META_BLOCK)) > 0) {
		bytes += (size_t)n;
		if (bytes > META_MOST)
			die("%s: %s: too large", archive_source_name(source),
			    name);
		if (!meta_put(reader, (struct slice){block, (size_t)n}))
			break;
	}
	if (n < 0)
		die("%s: %s: %s", archive_source_name(source), name,
		    member_failure(member));
	if (n > 0 || !meta_finish(reader))
		die("%s: %s: %s", archive_source_name(source), name,
		    meta_failure(reader));
	free(block);
	member_close(member);
	meta_reader_free(reader);
	package->folder = mem_string(name, (size_t)(base_name(name) - name));
}

const struct meta_field *
package_field(const struct meta_table *table, const char *local)
{
	for (size_t i = 0; i < table->nfields; i++)
		if (term_is(table->fields[i].term, local))
			return &table->fields[i];
	return NULL;
}

bool
package_is_media(const struct package *package, size_t table)
{
	const struct meta_table *meta = &package->meta.tables[table];

	return row_type_is_media(meta->row_type) ||
	    (!meta->core && package_field(meta, "accessURI") != NULL);
}

/*
 * The core, unless that is of events, taxa or pictures and there is an
 * extension of occurrences. Without a core, as iDigBio has it, the first one.
 */
static size_t
find_records(const struct package *package)
{
	size_t core = META_NONE;

	for (size_t i = 0; i < package->meta.n; i++)
		if (package->meta.tables[i].core &&
		    !package_is_media(package, i) && core == META_NONE)
			core = i;
	if (core != META_NONE &&
	    row_type_is_occurrence(package->meta.tables[core].row_type))
		return core;
	for (size_t i = 0; i < package->meta.n; i++)
		if (row_type_is_occurrence(package->meta.tables[i].row_type) &&
		    !package_is_media(package, i))
			return i;
	return core;
}

static bool
is_portal(const struct package *package)
{
	const struct meta_table *table;

	if (package->records == META_NONE)
		return false;
	table = &package->meta.tables[package->records];
	for (size_t i = 0; i < table->nfields; i++)
		if (strcasestr(table->fields[i].term, "symbiota.org/") != NULL)
			return true;
	return false;
}

void
package_open(struct package *package, const char *operand,
    const struct archive_source_options *source,
    const struct table_options *options)
{
	const char *meta;

	*package =
	    (struct package){.source = archive_source_open(operand, source)};
	meta = find_meta(package->source);
	if (meta != NULL) {
		read_meta(package, meta);
	} else {
		package->folder = mem_string("", 0);
		guess_tables(&package->meta, package->source, options);
	}
	package->records = find_records(package);
	package->portal = is_portal(package);
}

void
package_close(struct package *package)
{
	archive_source_close(package->source);
	meta_free(&package->meta);
	free(package->folder);
}
