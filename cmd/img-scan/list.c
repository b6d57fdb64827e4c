/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "stream/mistaken.h"
#include "list.h"

enum { NAME_LONGEST = 1 << 20, READ_AT_ONCE = 1 << 16 };

void
list_open(struct list *list, const char *path, bool nul)
{
	*list = (struct list){.source = path, .end = nul ? '\0' : '\n'};
	if (strcmp(path, "-") == 0) {
		list->source = "<stdin>";
		list->fd = STDIN_FILENO;
		return;
	}
	list->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (list->fd < 0)
		mistaken_die(path);
}

void
list_close(struct list *list)
{
	if (list->fd != STDIN_FILENO)
		close(list->fd);
	buf_free(&list->bytes);
}

static const char *
find_end(const struct list *list)
{
	if (list->bytes.n == list->next)
		return NULL;
	return memchr(
	    list->bytes.at + list->next, list->end, list->bytes.n - list->next);
}

bool
list_ready(const struct list *list)
{
	return find_end(list) != NULL;
}

/* Reads more after what is left; at the end the last name gets its end. */
static void
read_more(struct list *list)
{
	struct buf *bytes = &list->bytes;
	size_t left = bytes->n - list->next;
	ssize_t n;

	if (left > NAME_LONGEST)
		die("%s:%" PRIu64 ": longer than any path", list->source,
		    list->line + 1);
	if (left > 0)
		memmove(bytes->at, bytes->at + list->next, left);
	bytes->n = left;
	list->next = 0;
	buf_room(bytes, READ_AT_ONCE);
	n = io_read(list->fd, bytes->at + left, READ_AT_ONCE);
	if (n < 0 && errno == EISDIR)
		die("%s: a folder, not a list: give it as an operand",
		    list->source);
	if (n < 0)
		die_errno("%s", list->source);
	bytes->n += (size_t)n;
	if (n > 0)
		return;
	list->over = true;
	if (left > 0)
		buf_put_char(bytes, list->end);
}

/* Takes the bytes up to the end off, and puts a NUL after them. */
static struct slice
take_name(struct list *list, const char *end)
{
	char *at = list->bytes.at + list->next;
	size_t n = (size_t)(end - at);

	list->next += n + 1;
	list->line++;
	if (list->end == '\0')
		return (struct slice){at, n};
	if (list->line == 1 && n >= 2 &&
	    (memcmp(at, "\xff\xfe", 2) == 0 || memcmp(at, "\xfe\xff", 2) == 0))
		die("%s: UTF-16, not UTF-8: save the list as UTF-8",
		    list->source);
	if (memchr(at, '\0', n) != NULL)
		die("%s:%" PRIu64 ": a NUL byte (-0 reads names that end in "
		    "NUL)",
		    list->source, list->line);
	if (list->line == 1 && n >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
		at += 3;
		n -= 3;
	}
	n -= n > 0 && at[n - 1] == '\r';
	at[n] = '\0';
	return (struct slice){at, n};
}

/* What is plainly no list is not read line by line. */
static void
refuse_other(const struct list *list)
{
	const char *what = mistaken_for_list(buf_slice(&list->bytes));

	if (what != NULL)
		die("%s: %s", list->source, what);
}

bool
list_next(struct list *list, struct slice *name)
{
	const char *end;

	do {
		while ((end = find_end(list)) == NULL) {
			if (list->over)
				return false;
			read_more(list);
			if (list->line == 0 && list->next == 0 &&
			    list->end == '\n')
				refuse_other(list);
		}
		*name = take_name(list, end);
	} while (name->n == 0);
	return true;
}
