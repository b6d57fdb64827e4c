/* SPDX-License-Identifier: MIT */
/* What the processes that render are told, and what they answer. A message of
 * one byte says that the process is ready. */
#ifndef IMG_RENDER_MESSAGE_H
#define IMG_RENDER_MESSAGE_H

#include "look.h"
#include "render.h"

struct render_question {
	bool look_ahead, want_md5, list_pages;
	uint32_t page; /* of a TIFF, from 1; 0 as the settings say */
	bool existing[NSIZES]; /* has its descriptor */
};

struct render_answer {
	bool fault;
	char problem[32]; /* empty for none */
	char why[256];
	char md5[MD5_SIZE];
	struct tiff_pages pages;
	struct {
		bool made, as_it_is, blank;
		uint32_t width, height;
		uint64_t at, n; /* in the file for results */
	} sizes[NSIZES];
};

/* Memory for decoding, asked for and given back; the answer repeats it. */
struct render_gate {
	uint64_t bytes;
	bool enter;
};

/* Renders what is asked for until the other end is closed; for processes that
 * do nothing else. */
_Noreturn void render_serve(
    const struct settings *settings, int socket, int results);

#endif
