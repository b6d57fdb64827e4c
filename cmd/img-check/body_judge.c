/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "file/tempfile.h"
#include "body_judge.h"

static struct body_judge *
judging_new(const struct settings *settings)
{
	struct body_judge *judging = mem_array(1, sizeof *judging);

	judging->judge = judge_new(settings);
	judging->kept = settings->decode ? tempfile_open() : -1;
	return judging;
}

void
body_judges_open(struct body_judges *judgings, const struct settings *settings,
    uint64_t most)
{
	judgings->settings = *settings;
	for (uint64_t i = 0; settings->decode && i < most; i++)
		body_judge_rest(judgings, judging_new(&judgings->settings));
}

void
body_judges_close(struct body_judges *judgings)
{
	struct body_judge *judging;

	while ((judging = judgings->rest) != NULL) {
		judgings->rest = judging->next;
		judge_free(judging->judge);
		if (judging->kept >= 0)
			close(judging->kept);
		buf_free(&judging->start);
		free(judging);
	}
}

struct body_judge *
body_judge_begin(struct body_judges *judgings)
{
	struct body_judge *judging = judgings->rest;

	if (judging != NULL)
		judgings->rest = judging->next;
	else
		judging = judging_new(&judgings->settings);
	judging->got = 0;
	buf_clear(&judging->start);
	judge_begin(judging->judge);
	return judging;
}

void
body_judge_rest(struct body_judges *judgings, struct body_judge *judging)
{
	judging->next = judgings->rest;
	judgings->rest = judging;
}

void
body_judge_push(struct body_judge *judging, struct slice bytes)
{
	size_t room = BODY_JUDGE_START - judging->start.n;

	if (judging->kept >= 0)
		tempfile_write_at(
		    judging->kept, judging->got, bytes.at, bytes.n);
	buf_put(&judging->start, bytes.at, bytes.n < room ? bytes.n : room);
	judge_push(judging->judge, bytes.at, bytes.n);
	judging->got += bytes.n;
}

/* What has come, once more. */
static size_t
read_kept(void *context, uint64_t offset, void *bytes, size_t n)
{
	const struct body_judge *judging = context;
	ssize_t got;

	if (offset >= judging->got)
		return 0;
	if (n > judging->got - offset)
		n = judging->got - offset;
	got = io_read_at(judging->kept, bytes, n, offset);
	if (got < 0)
		die_errno("temporary file");
	return (size_t)got;
}

void
body_judge_end(struct body_judge *judging, uint64_t size, struct slice name,
    struct slice values[NCOLUMNS], struct buf *codes)
{
	judge_end(judging->judge, size, judging->kept >= 0 ? read_kept : NULL,
	    judging, name);
	judge_values(judging->judge, values, codes);
}
