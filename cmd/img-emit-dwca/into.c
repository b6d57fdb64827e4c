/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "sheet/dwca_table.h"
#include "sheet/dwca_terms.h"
#include "into.h"
#include "into_records.h"
#include "meta_edit.h"
#include "meta_write.h"

enum { BLOCK = 1 << 16 };

struct into {
	struct dwca_table_options options;
	struct dwca_package package;
	size_t pictures; /* index of the table, or DWCA_NONE */
	struct into_records *records;
	char *meta; /* names of files in the archive */
	char *file;
};

static const struct dwca_meta_table *
core(const struct into *into)
{
	return &into->package.meta.tables[into->package.records];
}

static const char *
name_of(const struct into *into)
{
	return dwca_source_name(into->package.source);
}

/* The first one in Audiovisual Core, or else the first one. */
static size_t
find_pictures(const struct into *into)
{
	const struct dwca_meta *meta = &into->package.meta;
	size_t found = DWCA_NONE, n = 0;

	for (size_t i = 0; i < meta->n; i++) {
		if (meta->tables[i].core ||
		    !dwca_package_is_media(&into->package, i))
			continue;
		n++;
		if (found == DWCA_NONE ||
		    (dwca_row_type_is_audiovisual(meta->tables[i].row_type) &&
			!dwca_row_type_is_audiovisual(
			    meta->tables[found].row_type)))
			found = i;
	}
	if (n > 1)
		warn("%s: %zu tables of pictures: new pictures go into the "
		     "first in Audiovisual Core; a portal reads only one table",
		    name_of(into), n);
	if (found != DWCA_NONE &&
	    !dwca_row_type_is_audiovisual(meta->tables[found].row_type))
		warn("%s: its pictures are not in Audiovisual Core: in a "
		     "portal's form map 'identifier' to 'originalurl', or it "
		     "takes none",
		    name_of(into));
	return found;
}

static void
check(const struct into *into)
{
	const struct dwca_package *package = &into->package;

	if (into->meta == NULL)
		die("%s: no meta.xml, so no pictures can be added",
		    name_of(into));
	if (package->records == DWCA_NONE || !core(into)->core ||
	    !dwca_row_type_is_occurrence(core(into)->row_type))
		die("%s: its core is no table of occurrences", name_of(into));
	if (core(into)->key == DWCA_NONE)
		die("%s: its core has no id, so no pictures can be added",
		    name_of(into));
	if (into->pictures != DWCA_NONE && into_pictures(into)->nfiles == 0)
		die("%s: meta.xml: a table without a file", name_of(into));
	if (into->pictures != DWCA_NONE &&
	    into_pictures(into)->key == DWCA_NONE)
		die("%s: '%s' has no coreid, so its pictures have no record",
		    name_of(into), into_pictures(into)->files[0]);
}

/* What people enter in a portal, and archives for the public have not got. */
static const char *const entered[] = {"processingStatus", "recordSecurity",
    "labelProject", "storageLocation", "substrate", "verbatimAttributes",
    "associatedCollectors", "duplicateQuantity", "dynamicFields"};

/*
 * Tells what an import over records that are there would empty: nothing with
 * those of img-portal-export, the only ones with the portal's occid.
 */
static void
check_core(const struct into *into)
{
	struct buf missing = {0};

	if (dwca_package_field(core(into), "occid") != NULL)
		return;
	for (size_t i = 0; i < sizeof entered / sizeof *entered; i++) {
		if (strcmp(entered[i], "recordSecurity") == 0
			? dwca_package_security(core(into)) != NULL
			: dwca_package_field(core(into), entered[i]) != NULL)
			continue;
		buf_printf(
		    &missing, "%s%s", missing.n > 0 ? ", " : "", entered[i]);
	}
	if (missing.n > 0)
		warn("%s: its records are not whole: an import empties columns "
		     "that the archive does not have (%s); img-portal-export "
		     "--full writes whole records",
		    name_of(into), buf_string(&missing));
	buf_free(&missing);
}

/* As meta.xml has it: in the folder that it is in. */
static char *
join(const struct into *into, const char *file)
{
	struct buf path = {0};
	char *name;

	buf_printf(&path, "%s%s", into->package.folder, file);
	name = mem_string(path.at, path.n);
	buf_free(&path);
	return name;
}

/* A name for a new table that no file has. */
static char *
new_name(const struct into *into)
{
	char *name = join(into, "multimedia.txt");

	for (unsigned i = 2;
	     dwca_source_find(into->package.source, name) != NULL; i++) {
		struct buf next = {0};

		free(name);
		buf_printf(&next, "multimedia-%u.txt", i);
		name = join(into, buf_string(&next));
		buf_free(&next);
	}
	return name;
}

static char *
real_name(const struct into *into, const char *file)
{
	char *name = join(into, file);
	const char *found = dwca_source_find(into->package.source, name);

	if (found == NULL)
		die("%s: '%s' is not there", name_of(into), name);
	/* Only letters may be others. */
	memcpy(name, found, strlen(name));
	return name;
}

struct into *
into_open(const char *operand, bool lenient)
{
	static const struct dwca_source_options source;
	struct into *into = mem_array(1, sizeof *into);
	struct dwca_package *package = &into->package;
	char *meta;

	into->options = (struct dwca_table_options){.lenient = lenient};
	dwca_package_open(package, operand, &source, &into->options);
	into->pictures = find_pictures(into);
	meta = join(into, "meta.xml");
	if (dwca_source_find(package->source, meta) != NULL)
		into->meta = real_name(into, "meta.xml");
	free(meta);
	check(into);
	check_core(into);
	into->file = into->pictures != DWCA_NONE
	    ? real_name(into, into_pictures(into)->files[0])
	    : new_name(into);
	into->records = into_records_read(package, &into->options);
	return into;
}

void
into_close(struct into *into)
{
	if (into == NULL)
		return;
	into_records_free(into->records);
	dwca_package_close(&into->package);
	free(into->meta);
	free(into->file);
	free(into);
}

const struct dwca_meta_table *
into_pictures(const struct into *into)
{
	return into->pictures != DWCA_NONE
	    ? &into->package.meta.tables[into->pictures]
	    : NULL;
}

struct dwca_table *
into_read(struct into *into)
{
	return dwca_table_open(into->package.source, into->package.folder,
	    into_pictures(into), &into->options);
}

struct dwca_table *
into_read_other(
    struct into *into, size_t *i, const struct dwca_meta_table **meta)
{
	const struct dwca_meta *all = &into->package.meta;

	for (; *i < all->n; ++*i) {
		*meta = &all->tables[*i];
		if (*i == into->pictures || (*meta)->core ||
		    (*meta)->key == DWCA_NONE || (*meta)->nfiles == 0 ||
		    !dwca_package_is_media(&into->package, *i))
			continue;
		++*i;
		return dwca_table_open(into->package.source,
		    into->package.folder, *meta, &into->options);
	}
	return NULL;
}

struct dwca_table *
into_read_associated(struct into *into, const struct dwca_meta_field **media)
{
	*media = dwca_package_field(core(into), "associatedMedia");
	return *media != NULL
	    ? dwca_table_open(into->package.source, into->package.folder,
		  core(into), &into->options)
	    : NULL;
}

size_t
into_key(const struct into *into)
{
	return core(into)->key;
}

enum reject_reason
into_find(struct into *into, const struct row *row, bool include_protected,
    struct slice *id)
{
	return into_records_find(into->records, row, include_protected, id);
}

static void
read_member(struct into *into, const char *name, struct member_spool *spool)
{
	struct dwca_member *member =
	    dwca_member_open(into->package.source, name);
	char *block = mem_alloc(BLOCK);
	ptrdiff_t n;

	member_spool_open(spool);
	while ((n = dwca_member_read(member, block, BLOCK)) > 0) {
		buf_put(&spool->bytes, block, (size_t)n);
		member_spool_settle(spool);
	}
	if (n < 0)
		die("%s: '%s': %s", name_of(into), name,
		    dwca_member_failure(member));
	free(block);
	dwca_member_close(member);
}

static void
read_text(struct into *into, const char *name, struct buf *text)
{
	struct dwca_member *member =
	    dwca_member_open(into->package.source, name);
	ptrdiff_t n;

	do {
		buf_room(text, BLOCK);
		n = dwca_member_read(member, text->at + text->n, BLOCK);
		text->n += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	if (n < 0)
		die("%s: '%s': %s", name_of(into), name,
		    dwca_member_failure(member));
	dwca_member_close(member);
}

static void
pack_meta(struct into *into, const struct extension_columns_plan *plan,
    struct archive_out *archive)
{
	const char *file = into->file + strlen(into->package.folder);
	struct buf old = {0}, new = {0}, table = {0};
	struct meta_place place;

	read_text(into, into->meta, &old);
	if (!meta_edit_find(buf_slice(&old), into->pictures, &place))
		die("%s: meta.xml: an encoding that cannot be added to",
		    name_of(into));
	meta_write_extension(&table, place.prefix,
	    into->pictures != DWCA_NONE ? into_pictures(into)->row_type : NULL,
	    file, into_key(into), plan);
	buf_put(&new, old.at, place.start);
	/* In the place of another, its indent and line end are there. */
	buf_put_slice(&new,
	    place.end > place.start ? slice_trim(buf_slice(&table))
				    : buf_slice(&table));
	buf_put(&new, old.at + place.end, old.n - place.end);
	archive_out_member(archive, into->meta, new.n);
	archive_out_write(archive, buf_slice(&new));
	buf_free(&old);
	buf_free(&new);
	buf_free(&table);
}

/* True for a further file of the table of pictures, now in the first. */
static bool
is_merged(const struct into *into, const char *name)
{
	const struct dwca_meta_table *table = into_pictures(into);
	bool found = false;

	for (size_t i = 1; table != NULL && i < table->nfiles && !found; i++) {
		char *file = real_name(into, table->files[i]);

		found = strcmp(file, name) == 0;
		free(file);
	}
	return found;
}

void
into_pack(struct into *into, const struct extension_columns_plan *plan,
    struct member_spool *pictures, struct archive_out *archive)
{
	struct dwca_source *source = into->package.source;
	struct member_spool spool;

	pack_meta(into, plan, archive);
	for (size_t i = 0; i < dwca_source_count(source); i++) {
		const char *name = dwca_source_member(source, i);

		if (strcmp(name, into->meta) == 0 ||
		    strcmp(name, into->file) == 0 || is_merged(into, name))
			continue;
		dwca_source_has(source, name);
		read_member(into, name, &spool);
		member_spool_pack(&spool, name, archive);
	}
	member_spool_pack(pictures, into->file, archive);
}
