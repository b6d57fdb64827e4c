/* SPDX-License-Identifier: MIT */
/* What is sent between the program and the processes that read codes. */
#ifndef IMG_READER_MESSAGE_H
#define IMG_READER_MESSAGE_H

#include "search.h"

/* The question is the picture's descriptor, with one byte. */
struct reader_answer {
	bool read; /* there is a picture */
	struct finding finding;
	char why[200];
};

#endif
