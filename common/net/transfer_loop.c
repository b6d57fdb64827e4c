/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "net/address.h"
#include "net/transfer_parts.h"

enum { EVENTS = 64 };

int64_t
transfer_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct watch *
watch_of(struct transfers *transfers, curl_socket_t fd)
{
	size_t n = transfers->nwatches;

	if ((size_t)fd >= n) {
		transfers->nwatches = 2 * ((size_t)fd + 1);
		transfers->watches = mem_resize(transfers->watches,
		    transfers->nwatches, sizeof *transfers->watches);
		memset(transfers->watches + n, 0,
		    (transfers->nwatches - n) * sizeof *transfers->watches);
	}
	return &transfers->watches[fd];
}

/* Tells the kernel what is wanted. */
static int
renew_watch(const struct transfers *transfers, curl_socket_t fd)
{
	struct watch *watch = &transfers->watches[fd];
	struct epoll_event event = {.events = watch->wanted, .data.fd = fd};
	int what = watch->wanted == 0 ? EPOLL_CTL_DEL
	    : watch->watched == 0     ? EPOLL_CTL_ADD
				      : EPOLL_CTL_MOD;

	if (watch->wanted == watch->watched)
		return 0;
	watch->watched = watch->wanted;
	return epoll_ctl(transfers->epoll, what, fd, &event);
}

/*
 * A connection at rest is watched on, for the next request most often begins
 * at once; serve() ends that when something happens there.
 */
int
transfer_watch_socket(
    CURL *easy, curl_socket_t fd, int what, void *shared, void *known)
{
	struct lane *lane = shared;
	struct transfers *transfers = lane->transfers;
	struct watch *watch = watch_of(transfers, fd);

	(void)easy;
	(void)known;
	watch->lane = lane;
	watch->wanted = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) |
	    (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);
	if (watch->wanted != 0)
		return renew_watch(transfers, fd);
	if (!watch->own)
		renew_watch(transfers, fd);
	return 0;
}

int
transfer_set_timer(CURLM *multi, long wait, void *shared)
{
	struct lane *lane = shared;

	(void)multi;
	lane->due = wait < 0 ? -1 : transfer_clock() + wait;
	return 0;
}

curl_socket_t
transfer_open_socket(
    void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct transfer *transfer = context;
	struct transfers *transfers = transfer->transfers;
	int fd;

	(void)purpose;
	if (!transfers->rules.allow_private && !address_is_public(&to->addr) &&
	    !proxies_have(&transfers->proxies, &to->addr)) {
		transfer->refused = true;
		return CURL_SOCKET_BAD;
	}
	fd = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
	if (fd >= 0)
		*watch_of(transfers, fd) = (struct watch){.own = true};
	return fd;
}

/* What is closed is watched no more. */
int
transfer_close_socket(void *shared, curl_socket_t fd)
{
	*watch_of(shared, fd) = (struct watch){0};
	return close(fd);
}

static struct transfer *
ended(struct transfers *transfers)
{
	struct transfer *transfer = NULL;
	struct lane *lane = transfers->lanes;
	const CURLMsg *message = NULL;
	int left;
	CURLcode code;
	CURL *easy;

	while (lane != NULL &&
	    (message = curl_multi_info_read(lane->multi, &left)) == NULL)
		lane = lane->next;
	if (lane == NULL)
		return NULL;
	code = message->data.result;
	easy = message->easy_handle;
	curl_multi_remove_handle(lane->multi, easy);
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
	transfer_read_answer(transfer, code);
	return transfer;
}

static bool
drain_wake(const struct transfers *transfers)
{
	uint64_t count;

	return read(transfers->wake, &count, sizeof count) > 0;
}

/* What libcurl had no memory for would be waited for without end. */
static void
check(CURLMcode code)
{
	if (code == CURLM_OUT_OF_MEMORY)
		die("libcurl: out of memory");
}

/* True if somebody has called transfers_wake(). */
static bool
serve(struct transfers *transfers, const struct epoll_event *events, int n)
{
	bool woken = false;
	int running;

	for (int i = 0; i < n; i++) {
		uint32_t what = events[i].events;
		int fd = events[i].data.fd;

		if (fd == transfers->wake) {
			woken = drain_wake(transfers);
			continue;
		}
		if (transfers->watches[fd].wanted == 0) {
			renew_watch(transfers, fd);
			continue;
		}
		check(curl_multi_socket_action(
		    transfers->watches[fd].lane->multi, fd,
		    (what & EPOLLIN ? CURL_CSELECT_IN : 0) |
			(what & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
			(what & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0),
		    &running));
	}
	return woken;
}

static void
serve_timers(struct transfers *transfers)
{
	struct lane *lane = transfers->lanes;
	int running;

	for (; lane != NULL; lane = lane->next) {
		if (lane->due < 0 || lane->due > transfer_clock())
			continue;
		lane->due = -1;
		check(curl_multi_socket_action(
		    lane->multi, CURL_SOCKET_TIMEOUT, 0, &running));
	}
}

/*
 * Where FTP's answer is there at once, libcurl 7.88 opens no connection for
 * data and waits for nothing: it must be called once more.
 */
static void
stir(struct transfers *transfers)
{
	const struct transfer_uploads *uploads = transfers->rules.uploads;
	struct lane *lane = transfers->lanes;
	int running;

	if (uploads == NULL || !uploads->apart)
		return;
	for (; lane != NULL; lane = lane->next)
		check(curl_multi_socket_all(lane->multi, &running));
}

/* When the first of them wants to be called, -1 never. */
static int64_t
first_due(const struct transfers *transfers)
{
	const struct lane *lane = transfers->lanes;
	int64_t due = -1;

	for (; lane != NULL; lane = lane->next)
		if (lane->due >= 0 && (due < 0 || lane->due < due))
			due = lane->due;
	return due;
}

static int
sooner(int64_t due, int64_t now, int64_t end)
{
	int64_t at = due >= 0 && (end < 0 || due < end) ? due : end;

	if (at < 0)
		return -1;
	return at <= now	   ? 0
	    : at - now < INT32_MAX ? (int)(at - now)
				   : INT32_MAX;
}

struct transfer *
transfers_next(struct transfers *transfers, int wait)
{
	int64_t now = transfer_clock(), end = wait < 0 ? -1 : now + wait;
	struct transfer *transfer;

	for (;;) {
		struct epoll_event events[EVENTS];
		int n;

		serve_timers(transfers);
		stir(transfers);
		transfer = ended(transfers);
		if (transfer != NULL)
			return transfer;
		n = epoll_wait(transfers->epoll, events, EVENTS,
		    sooner(first_due(transfers), now, end));
		if (n < 0 && errno != EINTR)
			die_errno("epoll");
		if (n > 0 && serve(transfers, events, n))
			return ended(transfers);
		now = transfer_clock();
		if (end >= 0 && now >= end)
			return ended(transfers);
	}
}
