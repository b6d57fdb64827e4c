/* SPDX-License-Identifier: MIT */
/*
 * What the parts of transfer share: what a request, a descriptor and a set of
 * connections are. For transfer*.c alone, and the door to libcurl.
 */
#ifndef IMG_TRANSFER_PARTS_H
#define IMG_TRANSFER_PARTS_H

/* For curl_multi_socket_all(). */
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "net/proxy.h"
#include "net/transfer.h"

struct transfer {
	CURL *easy;
	struct transfers *transfers;
	struct lane *lane;
	struct transfer *next; /* of those at rest */
	struct curl_slist *headers;
	struct curl_slist *before, *after;
	struct curl_slist *resolution; /* of the host it asks */
	bool resolves; /* it has brought all resolutions to its lane */
	const struct transfer_sent *sent;
	uint64_t sent_at; /* bytes of it so far */
	struct buf text; /* the URL, then what needs a NUL */
	bool (*body)(void *, const struct transfer *, struct slice);
	void *context;
	bool refused; /* the address */
	size_t header_bytes;
	struct transfer_answer answer;
	char error[CURL_ERROR_SIZE];
};

/* Of a descriptor: events of epoll. */
struct watch {
	uint32_t wanted, watched;
	bool own; /* from open_socket() */
	struct lane *lane; /* whose it is while it is wanted */
};

/* Requests that share connections. */
struct lane {
	struct lane *next;
	struct transfers *transfers;
	CURLM *multi;
	int64_t due; /* when libcurl wants to be called, -1 never */
	bool resolved; /* a request has brought all resolutions */
};

struct transfers {
	struct transfer_rules rules;
	struct lane *lanes; /* one, unless requests are apart */
	int epoll, wake;
	struct watch *watches; /* by descriptor */
	size_t nwatches;
	struct transfer *rest;
	struct curl_slist *resolve;
	struct proxies proxies;
	struct buf identity, known_hosts; /* files of SSH's */
};

/* libcurl's callbacks for descriptors and the time, set by transfer.c. */
int transfer_watch_socket(
    CURL *easy, curl_socket_t fd, int what, void *lane, void *known);
int transfer_set_timer(CURLM *multi, long wait, void *lane);
curl_socket_t transfer_open_socket(
    void *transfer, curlsocktype purpose, struct curl_sockaddr *to);
int transfer_close_socket(void *transfers, curl_socket_t fd);

/* Fills in the answer of a request that has ended with this code. */
void transfer_read_answer(struct transfer *transfer, CURLcode code);

#endif
