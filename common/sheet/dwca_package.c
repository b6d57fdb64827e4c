/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/path.h"
#include "sheet/dwca_infer.h"
#include "sheet/dwca_package.h"
#include "sheet/dwca_terms.h"

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

/* The one that is nearest to the top; NULL if there is none. */
static const char *
find_meta(const struct dwca_source *source)
{
	const char *found = NULL, *rival = NULL;

	for (size_t i = 0; i < dwca_source_count(source); i++) {
		const char *name = dwca_source_member(source, i);

		if (strcasecmp(path_last_of(name), META_NAME) != 0 ||
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
		    dwca_source_name(source), found, rival);
	return found;
}

static void
read_meta(struct dwca_package *package, const char *name)
{
	struct dwca_source *source = package->source;
	struct dwca_member *member;
	struct dwca_meta_reader *reader = dwca_meta_reader_new(&package->meta);
	char *block = mem_alloc(META_BLOCK);
	ptrdiff_t n;
	size_t bytes = 0;

	dwca_source_has(source, name);
	member = dwca_member_open(source, name);
	while ((n = dwca_member_read(member, block, META_BLOCK)) > 0) {
		bytes += (size_t)n;
		if (bytes > META_MOST)
			die("%s: %s: too large", dwca_source_name(source),
			    name);
		if (!dwca_meta_put(reader, (struct slice){block, (size_t)n}))
			break;
	}
	if (n < 0)
		die("%s: %s: %s", dwca_source_name(source), name,
		    dwca_member_failure(member));
	if (n > 0 || !dwca_meta_finish(reader))
		die("%s: %s: %s", dwca_source_name(source), name,
		    dwca_meta_failure(reader));
	free(block);
	dwca_member_close(member);
	dwca_meta_reader_free(reader);
	package->folder = mem_string(name, (size_t)(path_last_of(name) - name));
}

const struct dwca_meta_field *
dwca_package_field(const struct dwca_meta_table *table, const char *local)
{
	for (size_t i = 0; i < table->nfields; i++)
		if (dwca_term_is(table->fields[i].term, local))
			return &table->fields[i];
	return NULL;
}

const struct dwca_meta_field *
dwca_package_security(const struct dwca_meta_table *table)
{
	const struct dwca_meta_field *field =
	    dwca_package_field(table, "recordSecurity");

	/* Its name in a portal up to 3.2. */
	return field != NULL ? field
			     : dwca_package_field(table, "localitySecurity");
}

bool
dwca_package_is_media(const struct dwca_package *package, size_t table)
{
	const struct dwca_meta_table *meta = &package->meta.tables[table];

	return dwca_row_type_is_media(meta->row_type) ||
	    (!meta->core && dwca_package_field(meta, "accessURI") != NULL);
}

/*
 * The core, unless that is of events, taxa or pictures and there is an
 * extension of occurrences. Without a core, as iDigBio has it, the first one.
 */
static size_t
find_records(const struct dwca_package *package)
{
	size_t core = DWCA_NONE;

	for (size_t i = 0; i < package->meta.n; i++)
		if (package->meta.tables[i].core &&
		    !dwca_package_is_media(package, i) && core == DWCA_NONE)
			core = i;
	if (core != DWCA_NONE &&
	    dwca_row_type_is_occurrence(package->meta.tables[core].row_type))
		return core;
	for (size_t i = 0; i < package->meta.n; i++)
		if (dwca_row_type_is_occurrence(
			package->meta.tables[i].row_type) &&
		    !dwca_package_is_media(package, i))
			return i;
	return core;
}

static bool
is_portal(const struct dwca_package *package)
{
	const struct dwca_meta_table *table;

	if (package->records == DWCA_NONE)
		return false;
	table = &package->meta.tables[package->records];
	for (size_t i = 0; i < table->nfields; i++)
		if (strcasestr(table->fields[i].term, "symbiota.org/") != NULL)
			return true;
	return false;
}

void
dwca_package_open(struct dwca_package *package, const char *operand,
    const struct dwca_source_options *source,
    const struct dwca_table_options *options)
{
	const char *meta;

	*package =
	    (struct dwca_package){.source = dwca_source_open(operand, source)};
	meta = find_meta(package->source);
	if (meta != NULL) {
		read_meta(package, meta);
	} else {
		package->folder = mem_string("", 0);
		dwca_infer(&package->meta, package->source, options);
	}
	package->records = find_records(package);
	package->portal = is_portal(package);
}

void
dwca_package_close(struct dwca_package *package)
{
	dwca_source_close(package->source);
	dwca_meta_free(&package->meta);
	free(package->folder);
}
