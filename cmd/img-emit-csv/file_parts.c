/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "file_parts.h"

struct file_parts {
	const char *path, *suffix;
	struct buf name; /* of the first */
	uint64_t most;
	uint64_t bytes; /* of the file at hand */
	struct buf header;
	struct output **outputs;
	size_t n;
};

/* "list-2.csv" for the second of "list.csv". */
static void
put_name(struct buf *name, const char *path, const char *suffix, size_t n)
{
	const char *slash = strrchr(path, '/');
	const char *dot = strrchr(slash != NULL ? slash : path, '.');
	size_t stem = dot != NULL && dot > path && dot[-1] != '/'
	    ? (size_t)(dot - path)
	    : strlen(path);

	buf_put(name, path, stem);
	buf_put_string(name, suffix);
	if (n > 1)
		buf_printf(name, "-%zu", n);
	buf_put_string(name, path + stem);
	buf_string(name);
}

static void
begin(struct file_parts *parts)
{
	struct buf name = {0};
	size_t n = parts->n + 1;

	if (parts->path == NULL && n > 1)
		die("more than %" PRIu64 " bytes: -o FILE makes several files",
		    parts->most);
	if (parts->path != NULL)
		put_name(&name, parts->path, parts->suffix, n);
	parts->outputs = mem_resize(parts->outputs, n, sizeof(struct output *));
	parts->outputs[parts->n++] = output_open(name.at);
	output_put(file_parts_output(parts), buf_slice(&parts->header));
	parts->bytes = parts->header.n;
	buf_free(&name);
}

struct file_parts *
file_parts_open(const char *path, const char *suffix, uint64_t bytes_most)
{
	struct file_parts *parts = mem_array(1, sizeof *parts);

	parts->path = path != NULL && strcmp(path, "-") != 0 ? path : NULL;
	parts->suffix = suffix;
	parts->most = bytes_most;
	if (parts->path != NULL)
		put_name(&parts->name, parts->path, suffix, 1);
	else
		buf_put_string(&parts->name, "the file");
	buf_string(&parts->name);
	begin(parts);
	return parts;
}

const char *
file_parts_name(const struct file_parts *parts)
{
	return parts->name.at;
}

void
file_parts_header(struct file_parts *parts, struct slice header)
{
	buf_put_slice(&parts->header, header);
	output_put(file_parts_output(parts), header);
	parts->bytes = header.n;
}

void
file_parts_put(struct file_parts *parts, struct slice line)
{
	if (parts->bytes + line.n > parts->most &&
	    parts->bytes > parts->header.n)
		begin(parts);
	output_put(file_parts_output(parts), line);
	parts->bytes += line.n;
}

struct output *
file_parts_output(const struct file_parts *parts)
{
	return parts->outputs[parts->n - 1];
}

size_t
file_parts_count(const struct file_parts *parts)
{
	return parts->n;
}

void
file_parts_finish(struct file_parts *parts)
{
	for (size_t i = 0; i < parts->n; i++)
		output_finish(parts->outputs[i]);
	free(parts->outputs);
	buf_free(&parts->header);
	buf_free(&parts->name);
	free(parts);
}
