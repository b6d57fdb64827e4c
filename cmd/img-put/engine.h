/* SPDX-License-Identifier: MIT */
/*
 * Programs of others that bring files to a target: rsync and rclone, as their
 * user has set them up. Each is run for all files of the batch in one pass
 * after another; it reads their names and says what it has found.
 */
#ifndef IMG_ENGINE_H
#define IMG_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "put_settings.h"
#include "target.h"

enum engine_pass {
	ENGINE_LOOK, /* what is there? */
	ENGINE_COMPARE, /* and has it the same bytes? */
	ENGINE_SEND,
	ENGINE_DROP, /* take away; the names are not below the root then */
	ENGINE_LINK /* make it public: a run for each name, which is added to
		       the last of the arguments */
};

enum engine_there {
	THERE_ABSENT,
	THERE_SAME,
	THERE_UNCLEAR, /* only a comparison of bytes can tell */
	THERE_DIFFERS,
	THERE_FACTS, /* what is there is in the facts, for the caller to judge
		      */
	THERE_SENT,
	THERE_LINK, /* it has been made public */
	THERE_BROKEN /* sending it has failed */
};

/* Of a line that a program has written. */
struct engine_facts {
	enum engine_there there;
	struct buf name;
	/* THERE_FACTS: size -1 and times of 0 are not known, nor an empty MD5.
	 */
	int64_t size, modified;
	char md5[33];
	struct buf link; /* THERE_LINK */
};

enum engine_end {
	ENGINE_DONE, /* of each file it is known, or another pass will tell */
	ENGINE_SENT, /* and it knows of none that it could not send */
	ENGINE_WHOLE, /* and it has compared all that it has sent */
	ENGINE_LATER, /* it may go better another time */
	ENGINE_FULL, /* the target has no room */
	ENGINE_FAILED /* it would be so for every file */
};

struct engine {
	const char *program;
	const char *prefix; /* before each name that it reads */
	char separator; /* after it */
	bool blind; /* one pass tells of no file that is not there */
	bool links; /* it may make files public; not all targets can */
	/* Appends the arguments, each with its NUL, beginning with argv[0]. */
	void (*arguments)(const struct settings *settings,
	    const struct target *target, enum engine_pass pass,
	    struct buf *out);
	/* False if the line says nothing of a file. The facts are zero but
	 * for what they had in `name`. */
	bool (*line)(enum engine_pass pass, struct slice line,
	    struct engine_facts *facts);
	/* The same of a message, or NULL. */
	bool (*message)(struct slice line, struct engine_facts *facts);
	/* What its exit status means; `errors` are its messages. */
	enum engine_end (*end)(
	    enum engine_pass pass, int status, struct slice errors);
};

/* The target's, or NULL if img-put sends the files itself. */
const struct engine *engine_of(const struct target *target);

/*
 * Appends the words of a command line, each with its NUL: blanks separate them
 * but in quotes ('…' or "…"). NULL, or what is wrong; words that would break
 * the promises of img-put, such as --delete, are refused; rsync's shell loses
 * its -q.
 */
const char *engine_words(
    enum target_kind kind, const char *text, struct buf *out);

/* Appends a word with its NUL, or those of a list that ends in NULL. */
void engine_put_word(struct buf *out, const char *word);
void engine_put_words(struct buf *out, const char *const words[]);

extern const struct engine engine_rsync, engine_rclone;

#endif
