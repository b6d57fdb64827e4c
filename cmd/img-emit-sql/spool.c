/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "file/tempfile.h"
#include "spool.h"

struct spool {
	FILE *file;
	bool reading;
	char *line;
	size_t room;
};

struct spool *
spool_new(void)
{
	struct spool *spool = mem_array(1, sizeof *spool);

	spool->file = fdopen(tempfile_open(), "w+");
	if (spool->file == NULL)
		die_errno("temporary file");
	return spool;
}

void
spool_free(struct spool *spool)
{
	if (spool == NULL)
		return;
	fclose(spool->file);
	free(spool->line);
	free(spool);
}

void
spool_add(struct spool *spool, struct slice line)
{
	if (fwrite(line.at, 1, line.n, spool->file) != line.n ||
	    putc('\n', spool->file) == EOF)
		die_errno("temporary file");
}

bool
spool_next(struct spool *spool, struct slice *line)
{
	ssize_t n;

	if (!spool->reading) {
		spool->reading = true;
		if (fflush(spool->file) == EOF)
			die_errno("temporary file");
		rewind(spool->file);
	}
	n = getline(&spool->line, &spool->room, spool->file);
	if (n > 0) {
		*line = (struct slice){spool->line, (size_t)n - 1};
		return true;
	}
	if (ferror(spool->file))
		die_errno("temporary file");
	return false;
}
