/* SPDX-License-Identifier: MIT */
/*
 * Where an engine's program is started: a process that was there before this
 * one was enclosed, and that starts nothing but what the command line has
 * asked for.
 */
#ifndef IMG_ENGINE_PROCESS_H
#define IMG_ENGINE_PROCESS_H

#include "engine.h"

struct engine_process;

/* NULL for a target without an engine. To be called before there are threads,
 * and before the sandbox is entered. */
struct engine_process *engine_process_new(
    const struct settings *settings, const struct target *target);
void engine_process_free(struct engine_process *process);

const struct engine *engine_process_engine(
    const struct engine_process *process);

struct engine_run {
	enum engine_pass pass;
	const char *root; /* the folder that the names are below */
	struct slice names; /* each with its separator */
	bool to_the_end; /* though this program was interrupted before */
	/* For each line that says something of a file. */
	void (*facts)(void *context, struct engine_facts *facts);
	void *context;
};

/*
 * Runs the program to its end; what it says is kept for engine_process_error(),
 * and shown with -v. When engine_process_interrupted(), it is asked to end.
 */
enum engine_end engine_process_run(
    struct engine_process *process, const struct engine_run *run);

/* What it has said that went wrong; a sentence. */
const char *engine_process_error(struct engine_process *process);

/* From now on SIGINT, SIGTERM and SIGHUP are kept until they are asked for. */
void engine_process_catch_signals(void);
bool engine_process_interrupted(void);

/* Waits for seconds, or until interrupted. */
void engine_process_pause(struct engine_process *process, unsigned seconds);

#endif
