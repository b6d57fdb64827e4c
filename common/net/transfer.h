/* SPDX-License-Identifier: MIT */
/*
 * Requests over HTTP, many at once, from one thread: the only door to
 * libcurl. HTTP/1.1 with keep-alive, HTTP/2 where TLS offers it. For programs
 * that bring files to a server which the user has named (rules.uploads) also
 * SFTP, FTP and FTPS, and HTTP's methods that write.
 *
 * Lists of URLs come from strangers, so nothing but http and https is spoken,
 * on redirects too, and no connection is made to an address that is not
 * public (address.h), looked at when the connection is made, so that neither
 * a name nor a redirect leads private. What the proxy in the
 * environment (http_proxy, https_proxy, all_proxy) does is up to it;
 * transfers_proxy() tells that there is one.
 */
#ifndef IMG_TRANSFER_H
#define IMG_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* How all requests are made. Strings stay the caller's. Times in seconds. */
struct transfer_rules {
	const char *agent; /* User-Agent, "img-check/0.1.0 (+mailto:a@b.org)" */
	bool allow_private;
	uint64_t connect_time; /* until the connection is, TLS included */
	uint64_t stall_time; /* with fewer than 100 bytes a second */
	uint64_t total_time; /* of a whole request; 0 for no limit */
	uint64_t redirects; /* at most, of one request */
	uint64_t parallel; /* connections that are kept */
	const char *authorities; /* file of CA certificates, or NULL */
	const char *const *resolve; /* "HOST:PORT:ADDRESS", NULL at the end */
	const struct transfer_uploads *uploads; /* or NULL */
};

/*
 * How files are brought to servers. Logins come from netrc, from the SSH agent
 * and keys, or from a request. An SSH server's key must be among the known
 * hosts; ssh_config(5) is not read.
 */
struct transfer_uploads {
	const char *netrc; /* a file; NULL for ~/.netrc, if there is one */
	const char *identity; /* private SSH key; NULL for ssh's usual ones */
	const char *known_hosts; /* NULL for ~/.ssh/known_hosts */
	bool need_tls; /* of FTP, which else takes it where it is offered */
	/*
	 * No connection is used by one request at once with, or after, others:
	 * FTP servers want the TLS session of a connection on those for its
	 * data, and libcurl keeps sessions where it keeps requests.
	 */
	bool apart;
	uint64_t rate; /* bytes a second at most, all together; 0: no limit */
};

/* 10 redirects, 10 s to connect, 30 s of stall, 600 s in all. */
extern const struct transfer_rules transfer_defaults;

struct transfers;
struct transfer;

enum transfer_outcome {
	TRANSFER_ANSWERED, /* whatever the status */
	TRANSFER_ILLEGAL, /* no legal URL, or not http or https */
	TRANSFER_PRIVATE, /* an address that is not public */
	TRANSFER_DNS, /* the name cannot be resolved */
	TRANSFER_CONNECT, /* no connection */
	TRANSFER_TLS, /* no trust or no common protocol */
	TRANSFER_TIMEOUT,
	TRANSFER_REDIRECTS, /* too many, or to where nothing leads */
	TRANSFER_BROKEN, /* ended in the middle, or spoke no HTTP */
	/* Of SFTP and FTP only. */
	TRANSFER_LOGIN, /* no login is known, or it is refused */
	TRANSFER_HOST_KEY, /* the server's is not among the known hosts */
	TRANSFER_MISSING, /* there is no such file */
	TRANSFER_DENIED, /* not allowed */
	TRANSFER_FULL, /* no room on the server */
	TRANSFER_REFUSED /* the server will not, for another reason */
};

/* What is sent: `bytes` at an address, or of a file from its beginning. */
struct transfer_sent {
	struct slice bytes; /* at NULL: those of the file */
	int fd; /* read by pread(2) */
	uint64_t size;
	/* Asked before the last of them goes: false breaks the request off. */
	bool (*holds)(const void *context);
	const void *context;
};

struct transfer_request {
	struct slice url; /* copied */
	bool head; /* HEAD instead of GET */
	bool fresh; /* over a new connection */
	uint64_t first_bytes; /* asks for the first so many only; 0 for all */
	struct slice etag; /* If-None-Match, if not empty */
	int64_t since; /* If-Modified-Since, seconds since 1970; 0 for none */
	/* The rest is the caller's and stays until the request has ended. */
	const char *method; /* HTTP's, instead of GET, HEAD or PUT; or NULL */
	const char *const *headers; /* "Name: value", NULL at the end */
	/* For uploads. */
	const struct transfer_sent *sent; /* PUT, or the protocol's like */
	bool dated; /* `modified` is wanted: one question more, of SFTP, FTP */
	/* Commands of SFTP and FTP after it, as in curl_easy_setopt(3) under
	 * CURLOPT_QUOTE: "*" before one lets it fail. NULL at the end. */
	const char *const *after;
	const char *before; /* likewise, one command where the file goes */
	bool anonymous; /* no login from netrc */
	const char *login; /* "USER:PASSWORD", or NULL */
	const char *signature; /* CURLOPT_AWS_SIGV4, or NULL */
	/*
	 * Takes bytes of the last answer's body, whatever its status; the
	 * coding of the content (gzip) is undone. False if that is enough: the
	 * request ends there, as answered. NULL takes none.
	 */
	bool (*body)(void *context, const struct transfer *, struct slice);
	void *context;
};

/* Slices are empty where the header was not there; valid until release. */
struct transfer_answer {
	enum transfer_outcome outcome;
	int status; /* 0 if none came */
	unsigned redirects; /* followed */
	bool cut; /* body() has said that it is enough */
	bool challenged; /* by a wall against programs, says a header */
	bool coded; /* the content had a coding: `length` is not known */
	int64_t length; /* of the whole picture; -1 if not given */
	int64_t retry_after; /* seconds; -1 if not given */
	int64_t modified; /* seconds since 1970; 0 if not given */
	struct slice url; /* after redirects */
	struct slice type; /* Content-Type, with its parameters */
	struct slice etag;
	const char *error; /* what went wrong, for a person */
};

/* Dies if the rules cannot be kept (no such file of certificates). */
struct transfers *transfers_open(const struct transfer_rules *rules);
void transfers_close(struct transfers *transfers);

/* The proxy that the environment asks for, without credentials, or NULL. */
const char *transfers_proxy(const struct transfers *transfers);

/* Begins a request. It ends as an answer, whatever happens. */
void transfers_start(
    struct transfers *transfers, const struct transfer_request *request);

/*
 * Works on the requests until one has ended, and returns it; it is the
 * caller's until transfer_release(). NULL if `wait` milliseconds have passed
 * (-1: for ever) or after transfers_wake().
 */
struct transfer *transfers_next(struct transfers *transfers, int wait);
void transfer_release(struct transfer *transfer);

/* Makes transfers_next() return; from any thread or signal handler. */
void transfers_wake(const struct transfers *transfers);

const struct transfer_answer *transfer_answer(const struct transfer *transfer);
void *transfer_context(const struct transfer *transfer);

/* For body(): the status that the headers have given. */
int transfer_status(const struct transfer *transfer);

/* Milliseconds of a clock that only goes forward. */
int64_t transfer_clock(void);

#endif
