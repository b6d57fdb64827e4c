/* SPDX-License-Identifier: MIT */
/* img-group: one row of the files of one picture. */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/progress.h"
#include "run/sandbox.h"
#include "text/counted.h"
#include "group_row.h"

/* What is collected before it is written to a temporary file, and how many
 * files of one stem may come together. */
enum { MEMORY = 64 << 20, MEMBERS_MOST = 1000 };

static const struct opt_entry entries[] = {
    {'n', "name", "ROLE=PATTERNS",
	"names of large, web or thumbnail files, or of pages: '*' is the "
	"stem, '#' a page's number; several with commas "
	"(default: large=*_lg,*_large web=*_web,*_med,*_medium "
	"and thumbnail=*_tn,*_thumb,*_thumbnail)"},
    {'f', "folder", "ROLE=NAMES",
	"folders of large, web or thumbnail files, for which the rest of "
	"the path is the same (default: large=large,lg web=web,med,medium "
	"and thumbnail=thumbnails,thumbnail,thumbs,thumb,tn)"},
    {'a', "archive", "EXTENSIONS",
	"of several RAW, TIFF or HEIC files the first of these is the "
	"archive's, as 'dng,nef,tif'"},
    {0, NULL, NULL, "Common options"},
    OPT_JOBS_ONE,
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

/* "ROLE=LIST": the list, and the role to *role. */
static const char *
take_role(const struct opt *opt, enum derivative_role most,
    enum derivative_role *role)
{
	const char *equals = strchr(opt->argument, '=');
	struct slice word = slice_of(opt->argument);

	if (equals != NULL)
		word.n = (size_t)(equals - opt->argument);
	for (int i = 0; equals != NULL && i < (int)most; i++)
		if (slice_equal(word, slice_of(derivative_role_names[i]))) {
			*role = (enum derivative_role)i;
			return equals + 1;
		}
	opt_invalid(opt, opt->name, slice_of(opt->argument), "ROLE=LIST");
}

static void
take_patterns(struct group_run *run, const struct opt *opt)
{
	enum derivative_role role;
	const char *list = take_role(opt, ROLE_PLAIN, &role);
	struct slice rest = slice_of(list), pattern;

	while (slice_word(&rest, ',', &pattern))
		if (!derivative_pattern_allowed(role, pattern))
			opt_invalid(opt, opt->name, pattern, "%s",
			    role == ROLE_PAGE ? "as '*_p#'" : "as '*_small'");
	run->patterns.of[role] = *list != '\0' ? list : NULL;
}

static void
read_options(struct group_run *run, struct opt *opt, int argc, char *argv[])
{
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1) {
		enum derivative_role role;
		const char *list;

		switch (key) {
		case 'n': take_patterns(run, opt); break;
		case 'f':
			list = take_role(opt, ROLE_PAGE, &role);
			run->patterns.folders[role] =
			    *list != '\0' ? list : NULL;
			break;
		case 'a': run->archives = opt->argument; break;
		default: break;
		}
	}
}

static void
read_rows(struct group_run *run, struct stream_in *in)
{
	struct block block = {0};

	while (stream_next(in, &block)) {
		for (size_t row = 0; row < block.nrows; row++)
			group_take(run, &block, row);
		progress_add(block.nrows);
	}
	block_free(&block);
}

/* The rows of one stem and place, until they are written. */
struct gathering {
	struct buf key, rows;
	size_t ends[MEMBERS_MOST];
	size_t n;
	struct slice *fields;
	struct member members[MEMBERS_MOST];
};

static void
put_gathering(struct gathering *gathering, struct group_run *run,
    struct group_writer *writer, struct buf *out)
{
	size_t start = 0;

	for (size_t i = 0; i < gathering->n; i++) {
		struct slice row = {
		    gathering->rows.at + start, gathering->ends[i] - start};

		gathering->members[i] = group_member(
		    run, row, &gathering->fields[i * run->ncolumns]);
		start = gathering->ends[i];
	}
	if (gathering->n > 0)
		group_put(writer, gathering->members, gathering->n, out);
	gathering->n = 0;
	buf_clear(&gathering->rows);
}

static void
write_rows(
    struct group_run *run, const struct columns *columns, struct output *out)
{
	struct gathering *gathering = mem_array(1, sizeof *gathering);
	struct group_writer *writer = group_writer_new(run, columns);
	struct slice key, row;
	struct buf text = {0};

	gathering->fields =
	    mem_array(MEMBERS_MOST * columns->n, sizeof *gathering->fields);
	group_put_header(writer, &text);
	while (sorter_next(run->sorter, &key, &row)) {
		if (gathering->n == MEMBERS_MOST || key.n == 0 ||
		    !slice_equal(key, buf_slice(&gathering->key)))
			put_gathering(gathering, run, writer, &text);
		buf_clear(&gathering->key);
		buf_put_slice(&gathering->key, key);
		buf_put_slice(&gathering->rows, row);
		gathering->ends[gathering->n++] = gathering->rows.n;
		output_put(out, buf_slice(&text));
		buf_clear(&text);
	}
	put_gathering(gathering, run, writer, &text);
	output_put(out, buf_slice(&text));
	buf_free(&text);
	buf_free(&gathering->key);
	buf_free(&gathering->rows);
	free(gathering->fields);
	free(gathering);
	group_writer_free(writer);
}

static void
run(struct group_run *group, struct stream_in *in, struct output *out)
{
	group->sorter = sorter_new(MEMORY);
	read_rows(group, in);
	write_rows(group, stream_columns(in), out);
}

static void
say_counts(const struct group_run *run)
{
	sum_up(run->pictures == run->rows, "%s, %s",
	    COUNTED(run->rows, "row", "rows"),
	    COUNTED(run->pictures, "picture", "pictures"));
	if (run->unclear > 0)
		warn("%s several files, and it is not clear which is which "
		     "(group-unclear)",
		    COUNTED(run->unclear, "picture has", "pictures have"));
	if (run->alone > 0)
		warn("%s without the picture (thumbnail-alone)",
		    COUNTED(run->alone, "thumbnail is", "thumbnails are"));
}

static void
finish(struct group_run *run)
{
	say_counts(run);
	sorter_free(run->sorter);
	buf_free(&run->key);
	buf_free(&run->url);
	buf_free(&run->scratch);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {
	    .program = "img-group",
	    .synopsis = "[OPTION]... [FILE]...",
	    .summary = "Make one row of the files of one picture: large, web "
		       "and thumbnail, and the RAW,\nTIFF or HEIC beside "
		       "them.",
	    .entries = entries,
	    .in_place = true,
	};
	struct group_run group = {.patterns = derivative_defaults};
	struct stream_in *in;
	struct output *out;

	read_options(&group, &opt, argc, argv);
	in = stream_open(opt.operands, opt.noperands);
	group_bind(&group, in);
	out = output_open(opt.output);
	sandbox_enclose(&(struct sandbox_rules){.temporary = 1}, out);
	if (opt.progress)
		progress_start("rows");
	run(&group, in, out);
	stream_close(in);
	output_finish(out);
	finish(&group);
	return diag_status();
}
