/* SPDX-License-Identifier: MIT */
/*
 * curl_alone N COUNT URL: what libcurl takes for the HEADs of URL1.jpg to
 * URLCOUNT.jpg, N at once, if nothing is done with the answers: no program that
 * uses it is faster.
 */
#include <curl/curl.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

static int polled;
static long timeout = -1;
static int running;

static int
watch(CURL *easy, curl_socket_t fd, int what, void *context, void *known)
{
	struct epoll_event event = {.data.fd = fd};

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(polled, EPOLL_CTL_DEL, fd, NULL);
		return 0;
	}
	event.events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0) |
	    ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0);
	if (epoll_ctl(polled, known != NULL ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd,
		&event) != 0)
		err(1, "epoll_ctl");
	curl_multi_assign(context, fd, &polled);
	return 0;
}

static int
set_timer(CURLM *multi, long milliseconds, void *context)
{
	(void)multi;
	(void)context;
	timeout = milliseconds;
	return 0;
}

static void
wait_once(CURLM *multi)
{
	struct epoll_event events[64];
	int n = epoll_wait(polled, events, 64, (int)timeout);

	if (n == 0) {
		timeout = -1;
		curl_multi_socket_action(
		    multi, CURL_SOCKET_TIMEOUT, 0, &running);
	}
	for (int i = 0; i < n; i++)
		curl_multi_socket_action(multi, events[i].data.fd,
		    ((events[i].events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT
							: 0) |
			((events[i].events & ~(unsigned)EPOLLOUT) != 0
				? CURL_CSELECT_IN
				: 0),
		    &running);
}

static void
begin(CURLM *multi, CURL *easy, const char *base, long number)
{
	char url[500];

	snprintf(url, sizeof url, "%s%ld.jpg", base, number);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_multi_add_handle(multi, easy);
}

int
main(int argc, char *argv[])
{
	long parallel, count, begun = 0, done = 0;
	CURLM *multi = curl_multi_init();
	CURLMsg *message;
	int left;

	if (argc != 4)
		errx(2, "usage: curl_alone N COUNT URL");
	parallel = atol(argv[1]);
	count = atol(argv[2]);
	polled = epoll_create1(0);
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch);
	curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, multi);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, parallel);
	while (begun < parallel && begun < count)
		begin(multi, curl_easy_init(), argv[3], ++begun);
	while (done < count) {
		wait_once(multi);
		while ((message = curl_multi_info_read(multi, &left)) != NULL) {
			CURL *easy = message->easy_handle;

			if (message->data.result != CURLE_OK)
				errx(1, "%s",
				    curl_easy_strerror(message->data.result));
			curl_multi_remove_handle(multi, easy);
			done++;
			if (begun < count)
				begin(multi, easy, argv[3], ++begun);
		}
	}
	return 0;
}
