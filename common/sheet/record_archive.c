/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "sheet/archive.h"
#include "sheet/dwca_package.h"
#include "sheet/dwca_terms.h"
#include "sheet/ods.h"
#include "sheet/record_archive.h"

/* Nothing is unpacked where only names are read. */
enum { NAMES_ONLY = 1 };

struct record_archive {
	struct dwca_package package;
	struct dwca_table_options options;
	struct dwca_table *table;
	const struct dwca_meta_table *meta;
	struct buf name; /* for messages */
	struct slice *header, *values;
	size_t n;
	bool keyed; /* the first column is the id */
};

/* Every workbook but OpenDocument's has this member. */
static bool
is_workbook(int fd)
{
	struct archive_in *archive;
	struct slice name;
	bool found = ods_is(fd);

	archive = archive_in_open(fd, NAMES_ONLY);
	while (!found && archive_in_next(archive, &name))
		found = ascii_equal(name, "[Content_Types].xml") ||
		    ascii_ends(name, "xl/workbook.xml");
	archive_in_close(archive);
	return found;
}

static bool
is_zip(int fd)
{
	char head[sizeof ARCHIVE_MAGIC - 1];

	return pread(fd, head, sizeof head, 0) == sizeof head &&
	    memcmp(head, ARCHIVE_MAGIC, sizeof head) == 0;
}

bool
record_archive_is(const char *path)
{
	struct stat st, meta;
	bool is = false;
	int fd;

	if (strcmp(path, "-") == 0 || stat(path, &st) != 0 ||
	    (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (S_ISDIR(st.st_mode))
		is = fstatat(fd, "meta.xml", &meta, 0) == 0;
	else
		is = is_zip(fd) && !is_workbook(fd);
	close(fd);
	return is;
}

static bool
has_field(const struct dwca_meta_table *meta, const char *local)
{
	for (size_t i = 0; i < meta->nfields; i++)
		if (dwca_term_is(meta->fields[i].term, local))
			return true;
	return false;
}

static void
make_header(struct record_archive *archive)
{
	const struct dwca_meta_table *meta = archive->meta;
	const char *key = meta->core ? "id" : "coreid";
	size_t n = 0;

	archive->keyed = meta->key != DWCA_NONE && !has_field(meta, key);
	archive->header = mem_array(meta->nfields + 1, sizeof(struct slice));
	archive->values = mem_array(meta->nfields + 1, sizeof(struct slice));
	if (archive->keyed)
		archive->header[n++] = slice_of(key);
	for (size_t i = 0; i < meta->nfields; i++)
		archive->header[n++] = dwca_term_local(meta->fields[i].term);
	archive->n = n;
}

struct record_archive *
record_archive_open(const char *path, const struct sheet_options *options)
{
	static const struct dwca_source_options source;
	struct record_archive *archive = mem_array(1, sizeof *archive);
	struct dwca_package *package = &archive->package;

	archive->options = (struct dwca_table_options){
	    .marking = true, .ahead = options->again};
	dwca_package_open(package, path, &source, &archive->options);
	if (package->records == DWCA_NONE)
		die("%s: a Darwin Core Archive without a table of records",
		    path);
	archive->meta = &package->meta.tables[package->records];
	archive->table = dwca_table_open(
	    package->source, package->folder, archive->meta, &archive->options);
	buf_printf(&archive->name, "%s: %s%s", path, package->folder,
	    archive->meta->files[0]);
	make_header(archive);
	return archive;
}

void
record_archive_close(struct record_archive *archive)
{
	if (archive == NULL)
		return;
	dwca_table_close(archive->table);
	dwca_package_close(&archive->package);
	buf_free(&archive->name);
	free(archive->header);
	free(archive->values);
	free(archive);
}

const struct slice *
record_archive_header(const struct record_archive *archive, size_t *n)
{
	*n = archive->n;
	return archive->header;
}

const char *
record_archive_name(const struct record_archive *archive)
{
	return archive->name.at;
}

const struct slice *
record_archive_next(
    struct record_archive *archive, uint64_t *line, const char **wrong)
{
	const struct dwca_meta_table *meta = archive->meta;
	size_t n = 0;

	if (!dwca_table_next(archive->table))
		return NULL;
	*wrong = dwca_table_wrong(archive->table, line);
	if (archive->keyed)
		archive->values[n++] = dwca_table_key(archive->table);
	for (size_t i = 0; i < meta->nfields; i++)
		archive->values[n++] =
		    dwca_table_value(archive->table, &meta->fields[i]);
	return archive->values;
}
