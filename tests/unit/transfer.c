/* SPDX-License-Identifier: MIT */
/* Against a server of a few lines, in a thread, on a loopback port. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "net/transfer.h"
#include "tap.h"

static const struct canned {
	const char *path, *answer;
} canned[] = {
    {"/good",
	"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nETag: \"a\"\r\n"
	"Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
	"Content-Length: 5\r\n\r\nhello"},
    {"/part",
	"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-2/77\r\n"
	"Content-Length: 3\r\n\r\nhel"},
    {"/busy",
	"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"},
    {"/to",
	"HTTP/1.1 302 Found\r\nLocation: /good\r\n"
	"Content-Length: 4\r\n\r\nhere"},
    {"/loop",
	"HTTP/1.1 302 Found\r\nLocation: /loop\r\n"
	"Content-Length: 0\r\n\r\n"},
    {"/file",
	"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n"
	"Content-Length: 0\r\n\r\n"},
    {"/short", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"},
    {"/noise", "\x15\x03\x01 is no HTTP\r\n\r\n"},
    {"/coded",
	"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n"
	"Content-Length: 13\r\n\r\n"
	"\x78\x9c\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15"},
    {"/rest", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"},
};

static struct buf seen; /* the last request */

/* The server closes after each answer, and says so: no request of the client
 * may meet a connection that is on its way out. Of /rest it is not told. */
static void
answer_and_close(int fd, const char *answer, size_t n, bool reads)
{
	const char *line = strstr(answer, "\r\n") + 2;
	struct buf text = {0};

	if (reads && strncmp(answer, "HTTP/", 5) == 0) {
		buf_put(&text, answer, (size_t)(line - answer));
		buf_put_string(&text, "Connection: close\r\n");
		n -= (size_t)(line - answer);
		answer = line;
	}
	buf_put(&text, answer, n);
	if (write(fd, text.at, text.n) < 0)
		perror("write");
	buf_free(&text);
}

static void
serve_one(int fd)
{
	char request[4096];
	ssize_t n = read(fd, request, sizeof request - 1);

	if (n > 0) {
		request[n] = '\0';
		buf_clear(&seen);
		buf_put_string(&seen, request);
		buf_string(&seen);
		for (size_t i = 0; i < sizeof canned / sizeof *canned; i++) {
			const char *path = strchr(request, ' ') + 1;
			size_t length = strlen(canned[i].path);
			const char *answer = canned[i].answer;
			size_t most = strlen(answer);

			if (memcmp(path, canned[i].path, length) != 0 ||
			    path[length] != ' ')
				continue;
			if (i == 8) /* has NUL bytes */
				most += 5;
			if (request[0] == 'H')
				most = (size_t)(strstr(answer, "\r\n\r\n") + 4 -
				    answer);
			answer_and_close(
			    fd, answer, most, canned[i].path[1] != 'r');
		}
	}
	close(fd);
}

static void *
serve(void *argument)
{
	int listener = *(int *)argument;

	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd >= 0)
			serve_one(fd);
	}
	return NULL;
}

static int
listen_somewhere(int *port)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t size = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, size) < 0 ||
	    listen(fd, 16) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) < 0)
		return -1;
	*port = ntohs(at.sin_port);
	return fd;
}

static struct buf body;
static size_t enough;

static bool
keep(void *context, const struct transfer *transfer, struct slice bytes)
{
	(void)context;
	(void)transfer;
	buf_put_slice(&body, bytes);
	return body.n < enough;
}

static struct transfer *
ask(struct transfers *transfers, int port, const char *path,
    struct transfer_request request)
{
	struct buf url = {0};
	struct transfer *transfer;

	buf_clear(&body);
	enough = 1000;
	if (path[0] == '/')
		buf_printf(&url, "http://127.0.0.1:%d", port);
	buf_put_string(&url, path);
	request.url = buf_slice(&url);
	request.body = keep;
	transfers_start(transfers, &request);
	buf_free(&url);
	transfer = transfers_next(transfers, 20000);
	if (transfer == NULL) {
		printf("Bail out! no answer for %s\n", path);
		exit(1);
	}
	return transfer;
}

static void
ends(struct transfers *transfers, int port, const char *path,
    enum transfer_outcome outcome)
{
	struct transfer *transfer =
	    ask(transfers, port, path, (struct transfer_request){0});

	if (!ok(transfer_answer(transfer)->outcome == outcome, path))
		printf("# %d: %s\n", transfer_answer(transfer)->outcome,
		    transfer_answer(transfer)->error);
	transfer_release(transfer);
}

static void
test_answers(struct transfers *transfers, int port)
{
	struct transfer_request request = {0};
	const struct transfer_answer *answer;
	struct transfer *transfer = ask(transfers, port, "/good", request);

	answer = transfer_answer(transfer);
	ok(answer->outcome == TRANSFER_ANSWERED && answer->status == 200,
	    "answered");
	is_slice(buf_slice(&body), SLICE("hello"), "the body");
	is_slice(answer->type, SLICE("image/jpeg"), "the type");
	is_slice(answer->etag, SLICE("\"a\""), "the tag");
	ok(answer->length == 5 && answer->modified == 784111777,
	    "length and time");
	transfer_release(transfer);
	transfer = ask(transfers, port, "/to", request);
	answer = transfer_answer(transfer);
	ok(answer->redirects == 1 && answer->status == 200, "redirected");
	is_slice(buf_slice(&body), SLICE("hello"), "the last body only");
	ok(answer->url.n > 5 &&
		strcmp(answer->url.at + answer->url.n - 5, "/good") == 0,
	    "the last URL");
	transfer_release(transfer);
	transfer = ask(transfers, port, "/coded", request);
	is_slice(buf_slice(&body), SLICE("hello"), "a coding is undone");
	ok(transfer_answer(transfer)->coded &&
		transfer_answer(transfer)->length == -1,
	    "and the length is not known");
	transfer_release(transfer);
	transfer = ask(transfers, port, "/busy", request);
	ok(transfer_answer(transfer)->retry_after == 7, "Retry-After");
	transfer_release(transfer);
}

static void
test_requests(struct transfers *transfers, int port)
{
	struct transfer_request request = {.head = true};
	struct transfer *transfer = ask(transfers, port, "/good", request);

	ok(strncmp(seen.at, "HEAD /good HTTP/1.1\r\n", 21) == 0, "HEAD");
	ok(strstr(seen.at, "\r\nUser-Agent: unit (+mailto:a@b.org)\r\n"),
	    "the agent");
	ok(transfer_answer(transfer)->length == 5 && body.n == 0, "no body");
	transfer_release(transfer);
	request = (struct transfer_request){
	    .first_bytes = 3, .etag = SLICE("\"a\""), .since = 784111777};
	transfer = ask(transfers, port, "/part", request);
	ok(strstr(seen.at, "GET /part HTTP/1.1\r\n") != NULL &&
		strstr(seen.at, "\r\nRange: bytes=0-2\r\n") != NULL,
	    "the first bytes");
	ok(strstr(seen.at, "\r\nIf-None-Match: \"a\"\r\n") != NULL &&
		strstr(seen.at,
		    "\r\nIf-Modified-Since: Sun, 06 Nov 1994 "
		    "08:49:37 GMT\r\n") != NULL,
	    "conditions");
	ok(transfer_answer(transfer)->length == 77, "the whole's length");
	transfer_release(transfer);
	request = (struct transfer_request){.etag = SLICE("a\r\nX-Evil: 1")};
	transfer_release(ask(transfers, port, "/good", request));
	ok(strstr(seen.at, "Evil") == NULL && strstr(seen.at, "Range") == NULL,
	    "no header is smuggled in, and nothing stays from before");
}

/*
 * The server has closed a connection at rest when it answers over the next
 * one; a third is made then.
 */
static void
test_rest(struct transfers *transfers, int port)
{
	struct transfer_request request = {.fresh = true};

	ends(transfers, port, "/rest", TRANSFER_ANSWERED);
	transfer_release(ask(transfers, port, "/good", request));
	ok(transfers_next(transfers, 1) == NULL, "its end is not news");
	ends(transfers, port, "/good", TRANSFER_ANSWERED);
}

static void
test_private(int port)
{
	struct transfer_rules rules = transfer_defaults;
	struct transfers *transfers;
	static const char *const evil[] = {"http://localhost/", "http://[::1]/",
	    "http://2130706433/", "http://0x7f.1/", "http://127.1/",
	    "http://0/", "http://[::ffff:127.0.0.1]/",
	    "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/"};

	rules.agent = "unit";
	transfers = transfers_open(&rules);
	ends(transfers, port, "/good", TRANSFER_PRIVATE);
	for (size_t i = 0; i < sizeof evil / sizeof *evil; i++)
		ends(transfers, port, evil[i], TRANSFER_PRIVATE);
	transfers_close(transfers);
}

int
main(void)
{
	struct transfer_rules rules = transfer_defaults;
	struct transfers *transfers;
	pthread_t thread;
	int port = 0, listener = listen_somewhere(&port);

	for (const char *const *v = (const char *const[]){"http_proxy",
		 "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL};
	     *v != NULL; v++)
		unsetenv(*v);
	if (listener < 0 ||
	    pthread_create(&thread, NULL, serve, &listener) != 0) {
		printf("Bail out! no server\n");
		return 1;
	}
	rules.agent = "unit (+mailto:a@b.org)";
	rules.allow_private = true;
	transfers = transfers_open(&rules);
	test_answers(transfers, port);
	test_requests(transfers, port);
	test_rest(transfers, port);
	ends(transfers, port, "/loop", TRANSFER_REDIRECTS);
	ends(transfers, port, "/file", TRANSFER_REDIRECTS);
	ends(transfers, port, "/short", TRANSFER_BROKEN);
	ends(transfers, port, "/noise", TRANSFER_BROKEN);
	ends(transfers, port, "/nothing", TRANSFER_BROKEN);
	ends(transfers, port, "file:///etc/passwd", TRANSFER_ILLEGAL);
	ends(transfers, port, "ftp://127.0.0.1/", TRANSFER_ILLEGAL);
	ends(transfers, port, "http://127.0.0.1:1/", TRANSFER_CONNECT);
	ends(transfers, port, "http://nowhere.invalid/", TRANSFER_DNS);
	transfers_wake(transfers);
	ok(transfers_next(transfers, -1) == NULL, "woken");
	ok(transfers_next(transfers, 1) == NULL, "no longer than told");
	transfers_close(transfers);
	test_private(port);
	buf_free(&body);
	return done_testing();
}
