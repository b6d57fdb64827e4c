/* SPDX-License-Identifier: MIT */
/* A program that is run once for each name, several at once. */
#ifndef IMG_ENGINE_EACH_H
#define IMG_ENGINE_EACH_H

#include "engine.h"

/* The descriptors stay the caller's. */
struct engine_each {
	const struct engine *engine;
	const struct settings *settings;
	const struct target *target;
	const char *folder; /* where it is run */
	int names; /* a file of them, each with its separator */
	int socket; /* what comes there ends all that run */
	int lines; /* gets "NAME<TAB>TEXT" for each program that ends well */
	int messages;
};

/* The status of waitpid(2) that is the worst of all, or -1. */
int engine_each_run(const struct engine_each *each, enum engine_pass pass);

#endif
