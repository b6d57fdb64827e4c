/* SPDX-License-Identifier: MIT */
/* For the files of lot: lot brings the files, lot_links makes them public. */
#ifndef IMG_LOT_PARTS_H
#define IMG_LOT_PARTS_H

#include <pthread.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/table.h"
#include "lot.h"

enum { MD5_SIZE = 33 };

/* The first pause before another try, and the longest; seconds. */
enum { PAUSE_FIRST = 1, PAUSE_LONGEST = 60 };

/* What tells that a file is still the one that was looked at. */
struct stamp {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec modified, changed;
};

struct lot_file {
	size_t name; /* in the lot's names */
	uint64_t row;
	uint32_t same_key; /* the one before it, from 1; 0: none */
	char md5[MD5_SIZE];
	unsigned char there; /* enum engine_there */
	bool known; /* `there` was found out in this pass */
	bool listed; /* in the pass that runs */
	bool wanted, sent, done;
	bool ready; /* looked at, and not yet listed to be sent */
	bool compared; /* by its program, after it was sent */
	bool broken; /* sending it has failed */
	bool strange; /* what was sent of it must not stay */
	bool unfit; /* its public link is of no use */
	size_t link; /* in the lot's links; 0: none */
	struct stamp stamp;
	struct upload_result result;
};

struct lot {
	const struct settings *settings;
	struct engine_process *process;
	const struct engine *engine;
	int root;
	const char *path;
	struct buf names;
	struct lot_file *files;
	size_t n, room;
	struct table by_name; /* the last one, from 1 */
	struct buf list; /* what a pass reads */
	enum engine_pass pass;
	bool all_sent; /* as its program says */
	struct buf trouble;
	struct buf links;
	struct buf no_links; /* why there are none */
	/* For the threads that look at files. */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t next;
	size_t checking; /* threads */
	uint64_t ready; /* bytes of files that are */
	bool stopped; /* no more are to be looked at */
	struct file_sources *sources;
};

const char *lot_name(const struct lot *lot, const struct lot_file *file);

/* What a pass reads: nothing, and one file more. */
void lot_begin_list(struct lot *lot);
void lot_list_file(struct lot *lot, struct lot_file *file);

/* A pass for the files that are listed; false if the run cannot go on. */
bool lot_run_once(struct lot *lot, enum engine_pass pass, enum engine_end *end);

/* Of a file that was listed: where it is public. */
void lot_take_link(struct lot *lot, struct lot_file *file, struct slice link);

/* Makes what is there public, and finds out where. */
void lot_link_all(struct lot *lot);

#endif
