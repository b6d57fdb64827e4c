/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "run/message.h"
#include "memory_gate.h"
#include "render_message.h"

/* More is given back to the system after each picture. */
#define RESULTS_KEPT ((uint64_t)32 << 20)

struct server {
	struct renderer *renderer;
	struct hash *md5;
	struct picture_source source, existing[NSIZES];
	int results;
	uint64_t used; /* of the file for results */
	struct tiff_pages pages; /* as asked for, or none */
};

static const char *
load_source(struct server *server, struct hash *hash, struct buf *why)
{
	if (picture_source_load(&server->source, hash))
		return NULL;
	buf_put_string(why,
	    errno != 0 ? strerror(errno) : "no preview in it, or it changes");
	return errno != 0 ? "derive-unreadable" : "derive-unknown-format";
}

/* Cameras' raw files are built like TIFFs, and are one picture. */
static const char *
list_pages(struct server *server, struct buf *why)
{
	struct byte_source view = {
	    .bytes = SLICE_NONE, .fd = server->source.fd};
	const struct media_type *kind = server->source.facts->kind;

	if (kind == NULL || strcmp(kind->mime, "image/tiff") != 0 ||
	    look_pages(&server->pages, &view))
		return NULL;
	buf_printf(why, "more than %d pages", TIFF_PAGES_MOST);
	return "derive-too-many-pixels";
}

static const char *
work(struct server *server, const struct render_question *question,
    struct rendered rendered[NSIZES], struct buf *why)
{
	const struct picture_source *existing[NSIZES];
	const char *problem =
	    load_source(server, question->want_md5 ? server->md5 : NULL, why);

	if (problem != NULL)
		return problem;
	if (question->list_pages)
		return list_pages(server, why);
	if (question->look_ahead)
		return render_look_ahead(
		    server->renderer, &server->source, why);
	for (int i = 0; i < NSIZES; i++)
		existing[i] = question->existing[i] &&
			picture_source_load(&server->existing[i], NULL)
		    ? &server->existing[i]
		    : NULL;
	return render(
	    server->renderer, &server->source, existing, rendered, why);
}

/* False if there is no room for them. */
static bool
put_results(struct server *server, const struct rendered rendered[NSIZES],
    struct render_answer *answer)
{
	if (server->used > RESULTS_KEPT && ftruncate(server->results, 0) != 0)
		return false;
	server->used = 0;
	for (int i = 0; i < NSIZES; i++) {
		const struct rendered *one = &rendered[i];

		if (one->bytes.at == NULL)
			continue;
		if (!io_write_at(server->results, one->bytes.at, one->bytes.n,
			server->used))
			return false;
		answer->sizes[i].made = true;
		answer->sizes[i].as_it_is = one->as_it_is;
		answer->sizes[i].blank = one->blank;
		answer->sizes[i].width = one->width;
		answer->sizes[i].height = one->height;
		answer->sizes[i].at = server->used;
		answer->sizes[i].n = one->bytes.n;
		server->used += one->bytes.n;
	}
	return true;
}

static void
answer_question(struct server *server, const struct render_question *question,
    struct render_answer *answer)
{
	struct rendered rendered[NSIZES] = {{.bytes = {NULL, 0}}};
	struct buf why = {0};
	const char *problem;

	byte_source_error = 0;
	server->pages.n = 0;
	server->source.page = question->page;
	problem = work(server, question, rendered, &why);
	if (byte_source_error != 0) {
		buf_clear(&why);
		buf_put_string(&why, strerror(byte_source_error));
		problem = "derive-read-error";
	}
	memset(answer, 0, sizeof *answer);
	answer->fault = problem == render_fault;
	if (problem == NULL && !put_results(server, rendered, answer)) {
		answer->fault = true;
		buf_clear(&why);
		buf_put_string(&why, strerror(errno));
	}
	if (problem != NULL && !answer->fault)
		snprintf(
		    answer->problem, sizeof answer->problem, "%s", problem);
	snprintf(answer->why, sizeof answer->why, "%s", buf_string(&why));
	memcpy(answer->md5, server->source.md5, MD5_SIZE);
	answer->pages = server->pages;
	buf_free(&why);
}

/* The descriptors as sources; false if they are not what was said. */
static bool
adopt_all(struct server *server, const struct render_question *question,
    const int fds[], size_t nfds)
{
	size_t next = 1;

	if (nfds == 0 || picture_source_adopt(&server->source, fds[0]) != 0)
		return false;
	for (int i = 0; i < NSIZES; i++)
		if (question->existing[i] &&
		    (next == nfds ||
			picture_source_adopt(
			    &server->existing[i], fds[next++]) != 0))
			return false;
	return next == nfds;
}

void
render_serve(const struct settings *settings, int socket, int results)
{
	struct server server = {.results = results};
	struct render_question question;
	struct render_answer answer;
	int fds[MESSAGE_FDS];
	size_t nfds;
	ptrdiff_t n;

	memory_gate_ask(socket);
	server.renderer = render_new(settings);
	server.md5 = hash_new(hash_find("md5"));
	if (!message_send(socket, "", 1, NULL, 0))
		_exit(2);
	while ((n = message_receive(socket, &question, sizeof question, fds,
		    &nfds)) == (ptrdiff_t)sizeof question) {
		if (!adopt_all(&server, &question, fds, nfds))
			_exit(2);
		answer_question(&server, &question, &answer);
		for (size_t i = 0; i < nfds; i++)
			close(fds[i]);
		if (!message_send(socket, &answer, sizeof answer, NULL, 0))
			_exit(2);
	}
	_exit(n == 0 ? 0 : 2);
}
