/* SPDX-License-Identifier: MIT */
/*
 * Many numbers that are needed only later: up to 64 KiB of them in memory, the
 * others in a temporary file, 8 bytes each.
 */
#ifndef IMG_NUMBER_FILE_H
#define IMG_NUMBER_FILE_H

#include <stddef.h>
#include <stdint.h>

/* Zero-initialise. */
struct number_file {
	uint64_t *numbers; /* the last ones */
	size_t n, room;
	uint64_t written; /* those in the file */
	int fd; /* valid if there are any */
};

/* Makes room for another number; dies if there is none. */
void number_file_grow(struct number_file *file);

/* Appends a number. */
static inline void
number_file_add(struct number_file *file, uint64_t number)
{
	if (file->n == file->room)
		number_file_grow(file);
	file->numbers[file->n++] = number;
}

/*
 * Reads those from `at` on, in the order in which they were added: at least one
 * and at most n; 0 at the end. Dies if they cannot be read.
 */
size_t number_file_read(
    const struct number_file *file, uint64_t at, uint64_t *to, size_t n);

/* Forgets them. */
void number_file_free(struct number_file *file);

#endif
