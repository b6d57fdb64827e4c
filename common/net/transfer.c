/* SPDX-License-Identifier: MIT */
/* For curl_multi_socket_all(). */
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/progress.h"
#include "net/address.h"
#include "net/http_date.h"
#include "net/proxy.h"
#include "net/transfer.h"
#include "net/url.h"

enum { HEADERS_MOST = 300 * 1024, STALL_BYTES = 100, EVENTS = 64 };

/* More at once is fewer waits for the server's word: of SFTP above all. */
enum { SEND_PIECE = 512 * 1024 };

struct transfer {
	CURL *easy;
	struct transfers *transfers;
	struct lane *lane;
	struct transfer *next; /* of those at rest */
	struct curl_slist *headers;
	struct curl_slist *after;
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

const struct transfer_rules transfer_defaults = {
    .connect_time = 10,
    .stall_time = 30,
    .total_time = 600,
    .redirects = 10,
    .parallel = 128,
};

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
static int
watch_socket(CURL *easy, curl_socket_t fd, int what, void *shared, void *known)
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

static int
set_timer(CURLM *multi, long wait, void *shared)
{
	struct lane *lane = shared;

	(void)multi;
	lane->due = wait < 0 ? -1 : transfer_clock() + wait;
	return 0;
}

static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
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
static int
close_socket(void *shared, curl_socket_t fd)
{
	*watch_of(shared, fd) = (struct watch){0};
	return close(fd);
}

/* libcurl 7.88 has no limit of its own on all headers together. */
static size_t
count_header(char *bytes, size_t size, size_t n, void *context)
{
	struct transfer *transfer = context;

	(void)bytes;
	transfer->header_bytes += size * n;
	return transfer->header_bytes <= HEADERS_MOST ? size * n : 0;
}

static size_t
take_body(char *bytes, size_t size, size_t n, void *context)
{
	struct transfer *transfer = context;

	n *= size;
	if (transfer->body == NULL ||
	    transfer->body(
		transfer->context, transfer, (struct slice){bytes, n}))
		return n;
	transfer->answer.cut = true;
	return n == 0 ? 1 : 0;
}

/* A negative number is errno's. */
static ssize_t
read_sent(const struct transfer_sent *sent, uint64_t at, char *to, size_t n)
{
	uint64_t left = sent->size - at;
	ssize_t got;

	if (left < n)
		n = (size_t)left;
	if (sent->bytes.at != NULL) {
		memcpy(to, sent->bytes.at + at, n);
		return (ssize_t)n;
	}
	got = io_read_at(sent->fd, to, n, at);
	return got;
}

static size_t
give_sent(char *to, size_t size, size_t n, void *context)
{
	struct transfer *transfer = context;
	ssize_t got = transfer->sent != NULL
	    ? read_sent(transfer->sent, transfer->sent_at, to, size * n)
	    : 0;

	if (got < 0)
		return CURL_READFUNC_ABORT;
	transfer->sent_at += (uint64_t)got;
	if (got > 0 && transfer->sent_at == transfer->sent->size &&
	    !transfer->sent->holds(transfer->sent->context))
		return CURL_READFUNC_ABORT;
	progress_bytes((uint64_t)got);
	return (size_t)got;
}

static int
seek_sent(void *context, curl_off_t offset, int origin)
{
	struct transfer *transfer = context;

	if (origin != SEEK_SET || offset < 0)
		return CURL_SEEKFUNC_CANTSEEK;
	transfer->sent_at = (uint64_t)offset;
	return CURL_SEEKFUNC_OK;
}

/*
 * Sets an option that cannot fail but for lack of memory or a libcurl without
 * it; either is no reason to go on.
 */
#define SET(easy, option, value) \
	do { \
		CURLcode set = curl_easy_setopt(easy, option, value); \
\
		if (set != CURLE_OK) \
			die("libcurl: %s", curl_easy_strerror(set)); \
	} while (0)

/*
 * libcurl reads the certificates once instead of for each connection, which
 * takes 20 ms of processor time, only if they come from nothing but a file.
 */
static void
set_trust(CURL *easy, const char *authorities)
{
	const char *usual = curl_version_info(CURLVERSION_NOW)->cainfo;

	if (authorities != NULL)
		SET(easy, CURLOPT_CAINFO, authorities);
	if (authorities != NULL || (usual != NULL && access(usual, R_OK) == 0))
		SET(easy, CURLOPT_CAPATH, NULL);
}

/* libcurl counts in milliseconds and in a long. */
static long
seconds(uint64_t time)
{
	return time < 1000000 ? (long)time : 1000000;
}

static void
set_rules(struct transfer *transfer, const struct transfer_rules *rules)
{
	CURL *easy = transfer->easy;

	SET(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	SET(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	SET(easy, CURLOPT_USERAGENT, rules->agent);
	SET(easy, CURLOPT_CONNECTTIMEOUT, seconds(rules->connect_time));
	SET(easy, CURLOPT_LOW_SPEED_TIME, seconds(rules->stall_time));
	SET(easy, CURLOPT_LOW_SPEED_LIMIT, (long)STALL_BYTES);
	SET(easy, CURLOPT_TIMEOUT, seconds(rules->total_time));
	SET(easy, CURLOPT_FOLLOWLOCATION, 1L);
	SET(easy, CURLOPT_MAXREDIRS, (long)rules->redirects);
	SET(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	SET(easy, CURLOPT_DNS_CACHE_TIMEOUT, 300L);
	/* Undoes codings, but does not ask for any. */
	SET(easy, CURLOPT_ACCEPT_ENCODING, "identity");
	SET(easy, CURLOPT_NOSIGNAL, 1L);
	set_trust(easy, rules->authorities);
	/* Saves it looking into the environment each time. */
	if (transfer->transfers->proxies.host == NULL)
		SET(easy, CURLOPT_PROXY, "");
}

/*
 * A password is tried only where one was named: a server counts failures. No
 * key of a folder that happens to be the working one is ever used.
 */
static void
set_ssh(CURL *easy, const struct transfers *transfers)
{
	long ways = CURLSSH_AUTH_AGENT;

	if (transfers->identity.n > 0) {
		ways |= CURLSSH_AUTH_PUBLICKEY;
		SET(easy, CURLOPT_SSH_PRIVATE_KEYFILE, transfers->identity.at);
	}
	if (transfers->rules.uploads->netrc != NULL)
		ways |= CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD;
	SET(easy, CURLOPT_SSH_AUTH_TYPES, ways);
	SET(easy, CURLOPT_SSH_KNOWNHOSTS, transfers->known_hosts.at);
}

static void
set_uploads(struct transfer *transfer, const struct transfer_rules *rules)
{
	const struct transfer_uploads *uploads = rules->uploads;
	CURL *easy = transfer->easy;

	SET(easy, CURLOPT_PROTOCOLS_STR, "http,https,sftp,ftp,ftps");
	/* Bytes that go up take one way each. */
	SET(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(easy, CURLOPT_NETRC_FILE, uploads->netrc);
	SET(easy, CURLOPT_USE_SSL,
	    (long)(uploads->need_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	SET(easy, CURLOPT_UPLOAD_BUFFERSIZE, (long)SEND_PIECE);
	if (uploads->rate > 0)
		SET(easy, CURLOPT_MAX_SEND_SPEED_LARGE,
		    (curl_off_t)(uploads->rate / rules->parallel + 1));
	SET(easy, CURLOPT_READFUNCTION, give_sent);
	SET(easy, CURLOPT_READDATA, transfer);
	SET(easy, CURLOPT_SEEKFUNCTION, seek_sent);
	SET(easy, CURLOPT_SEEKDATA, transfer);
	set_ssh(easy, transfer->transfers);
}

static void
set_callbacks(struct transfer *transfer)
{
	CURL *easy = transfer->easy;

	SET(easy, CURLOPT_PRIVATE, transfer);
	SET(easy, CURLOPT_ERRORBUFFER, transfer->error);
	SET(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	SET(easy, CURLOPT_OPENSOCKETDATA, transfer);
	SET(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	SET(easy, CURLOPT_CLOSESOCKETDATA, transfer->transfers);
	SET(easy, CURLOPT_HEADERFUNCTION, count_header);
	SET(easy, CURLOPT_HEADERDATA, transfer);
	SET(easy, CURLOPT_WRITEFUNCTION, take_body);
	SET(easy, CURLOPT_WRITEDATA, transfer);
}

static struct lane *
lane_new(struct transfers *transfers)
{
	struct lane *lane = mem_array(1, sizeof *lane);
	uint64_t most = 2 * transfers->rules.parallel;

	lane->transfers = transfers;
	lane->due = -1;
	lane->multi = curl_multi_init();
	if (lane->multi == NULL)
		die("libcurl cannot be used");
	curl_multi_setopt(lane->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
	curl_multi_setopt(lane->multi, CURLMOPT_SOCKETDATA, lane);
	curl_multi_setopt(lane->multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(lane->multi, CURLMOPT_TIMERDATA, lane);
	curl_multi_setopt(lane->multi, CURLMOPT_MAXCONNECTS, (long)most);
	lane->next = transfers->lanes;
	transfers->lanes = lane;
	return lane;
}

static struct lane *
lane_for(struct transfers *transfers)
{
	const struct transfer_uploads *uploads = transfers->rules.uploads;
	bool apart = uploads != NULL && uploads->apart;

	return transfers->lanes != NULL && !apart ? transfers->lanes
						  : lane_new(transfers);
}

static struct transfer *
transfer_take(struct transfers *transfers)
{
	struct transfer *transfer = transfers->rest;

	if (transfer != NULL) {
		transfers->rest = transfer->next;
		return transfer;
	}
	transfer = mem_array(1, sizeof *transfer);
	transfer->transfers = transfers;
	transfer->lane = lane_for(transfers);
	transfer->easy = curl_easy_init();
	if (transfer->easy == NULL)
		die("libcurl cannot be used");
	set_rules(transfer, &transfers->rules);
	if (transfers->rules.uploads != NULL)
		set_uploads(transfer, &transfers->rules);
	set_callbacks(transfer);
	if (transfers->resolve != NULL && !transfer->lane->resolved) {
		SET(transfer->easy, CURLOPT_RESOLVE, transfers->resolve);
		transfer->resolves = transfer->lane->resolved = true;
	}
	return transfer;
}

static void
add_to_list(struct curl_slist **list, const char *text)
{
	struct curl_slist *longer = curl_slist_append(*list, text);

	if (longer == NULL)
		die("no memory");
	*list = longer;
}

static void
add_header(struct transfer *transfer, const char *name, struct slice value)
{
	/* What came from a file must not begin a header of its own. */
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.at[i] < ' ' || value.at[i] == 0x7f)
			return;
	buf_clear(&transfer->text);
	buf_printf(&transfer->text, "%s: %.*s", name, SLICE_ARG(value));
	add_to_list(&transfer->headers, buf_string(&transfer->text));
}

/* "HOST:PORT:ADDRESS", or one of libcurl's special forms. */
static bool
is_about(const char *entry, struct slice host, const char *port)
{
	return strchr("*+-", *entry) != NULL ||
	    (strncasecmp(entry, host.at, host.n) == 0 && entry[host.n] == ':' &&
		strncmp(entry + host.n + 1, port, strlen(port)) == 0 &&
		entry[host.n + 1 + strlen(port)] == ':');
}

/*
 * The first request of a lane brings all resolutions, for where redirects may
 * lead; the others, which may run before it, only what they need: each would
 * put all of them into libcurl's table once more.
 */
static void
set_resolution(struct transfer *transfer, struct slice text)
{
	const struct curl_slist *entry = transfer->transfers->resolve;
	struct url url;
	char port[8];

	if (entry == NULL || transfer->resolves)
		return;
	curl_slist_free_all(transfer->resolution);
	transfer->resolution = NULL;
	url_parse(text, &url);
	if (url.port.n > 0 && url.port.n < sizeof port)
		snprintf(port, sizeof port, "%.*s", SLICE_ARG(url.port));
	else
		snprintf(
		    port, sizeof port, "%s", url.scheme.n == 5 ? "443" : "80");
	for (; entry != NULL && url.host.n > 0; entry = entry->next)
		if (is_about(entry->data, url.host, port))
			add_to_list(&transfer->resolution, entry->data);
	SET(transfer->easy, CURLOPT_RESOLVE, transfer->resolution);
}

static void
set_conditions(
    struct transfer *transfer, const struct transfer_request *request)
{
	struct buf date = {0};

	curl_slist_free_all(transfer->headers);
	transfer->headers = NULL;
	if (request->etag.n > 0)
		add_header(transfer, "If-None-Match", request->etag);
	if (request->since > 0) {
		http_date_put(&date, request->since);
		add_header(transfer, "If-Modified-Since", buf_slice(&date));
		buf_free(&date);
	}
	for (const char *const *h = request->headers; h != NULL && *h != NULL;
	     h++)
		add_to_list(&transfer->headers, *h);
	SET(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
}

static void
set_login(CURL *easy, const struct transfer_request *request)
{
	SET(easy, CURLOPT_NETRC,
	    (long)(request->anonymous ? CURL_NETRC_IGNORED
				      : CURL_NETRC_OPTIONAL));
	SET(easy, CURLOPT_USERPWD, request->login);
	SET(easy, CURLOPT_AWS_SIGV4, request->signature);
	SET(easy, CURLOPT_HTTPAUTH,
	    request->signature != NULL ? (long)CURLAUTH_AWS_SIGV4
				       : (long)CURLAUTH_BASIC);
}

/*
 * A server of TLS 1.3 sends something behind the handshake, which nobody reads
 * on a connection that only bytes go up: closing it then resets it, and FTP
 * servers lose what has not arrived.
 */
static void
set_versions(CURL *easy, struct slice url)
{
	bool ftp = url.n > 3 && strncasecmp(url.at, "ftp", 3) == 0;

	SET(easy, CURLOPT_SSLVERSION,
	    ftp ? (long)(CURL_SSLVERSION_TLSv1_2 | CURL_SSLVERSION_MAX_TLSv1_2)
		: (long)CURL_SSLVERSION_DEFAULT);
}

static void
set_after(struct transfer *transfer, const char *const *commands)
{
	curl_slist_free_all(transfer->after);
	transfer->after = NULL;
	for (; commands != NULL && *commands != NULL; commands++)
		add_to_list(&transfer->after, *commands);
	SET(transfer->easy, CURLOPT_POSTQUOTE, transfer->after);
}

/* To be called behind what sets GET or HEAD. */
static void
set_upload(struct transfer *transfer, const struct transfer_request *request)
{
	CURL *easy = transfer->easy;
	bool writes = request->sent != NULL || request->method != NULL;

	transfer->sent = request->sent;
	transfer->sent_at = 0;
	SET(easy, CURLOPT_CUSTOMREQUEST, request->method);
	if (request->sent != NULL) {
		SET(easy, CURLOPT_UPLOAD, 1L);
		SET(easy, CURLOPT_INFILESIZE_LARGE,
		    (curl_off_t)request->sent->size);
	}
	SET(easy, CURLOPT_FTP_CREATE_MISSING_DIRS,
	    request->sent != NULL ? (long)CURLFTP_CREATE_DIR_RETRY : 0L);
	SET(easy, CURLOPT_FOLLOWLOCATION, writes ? 0L : 1L);
	SET(easy, CURLOPT_FILETIME, (long)request->dated);
	set_after(transfer, request->after);
	set_login(easy, request);
	set_versions(easy, request->url);
}

static void
set_range(struct transfer *transfer, uint64_t bytes)
{
	char range[32];

	if (bytes > 0)
		snprintf(range, sizeof range, "0-%" PRIu64, bytes - 1);
	SET(transfer->easy, CURLOPT_RANGE, bytes > 0 ? range : NULL);
}

void
transfers_start(
    struct transfers *transfers, const struct transfer_request *request)
{
	struct transfer *transfer = transfer_take(transfers);

	transfer->body = request->body;
	transfer->context = request->context;
	transfer->refused = false;
	transfer->header_bytes = 0;
	transfer->answer = (struct transfer_answer){0};
	transfer->error[0] = '\0';
	set_conditions(transfer, request);
	set_resolution(transfer, request->url);
	set_range(transfer, request->first_bytes);
	SET(transfer->easy, CURLOPT_NOBODY, (long)request->head);
	SET(transfer->easy, CURLOPT_FRESH_CONNECT, (long)request->fresh);
	if (!request->head)
		SET(transfer->easy, CURLOPT_HTTPGET, 1L);
	if (transfers->rules.uploads != NULL)
		set_upload(transfer, request);
	/* To learn whether one connection will do for many. */
	SET(transfer->easy, CURLOPT_PIPEWAIT,
	    request->url.n > 6 && strncasecmp(request->url.at, "https:", 6) == 0
		? 1L
		: 0L);
	buf_clear(&transfer->text);
	buf_put_slice(&transfer->text, request->url);
	SET(transfer->easy, CURLOPT_URL, buf_string(&transfer->text));
	if (curl_multi_add_handle(transfer->lane->multi, transfer->easy) !=
	    CURLM_OK)
		die("libcurl: a request cannot be added");
}

static struct slice
header(const struct transfer *transfer, const char *name)
{
	struct curl_header *found;

	if (curl_easy_header(
		transfer->easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK)
		return SLICE("");
	return slice_of(found->value);
}

static int64_t
information(const struct transfer *transfer, CURLINFO what)
{
	curl_off_t number = 0;
	long small = 0;

	if ((what & CURLINFO_TYPEMASK) == CURLINFO_OFF_T) {
		curl_easy_getinfo(transfer->easy, what, &number);
		return number;
	}
	curl_easy_getinfo(transfer->easy, what, &small);
	return small;
}

/* The total in "bytes 0-99/1234", -1 if it is not told. */
static int64_t
range_total(struct slice range)
{
	const char *slash = range.n > 0 ? memchr(range.at, '/', range.n) : NULL;
	uint64_t total;

	if (slash == NULL ||
	    !number_read(slice_from(range, (size_t)(slash + 1 - range.at)),
		INT64_MAX, &total))
		return -1;
	return (int64_t)total;
}

int
transfer_status(const struct transfer *transfer)
{
	return (int)information(transfer, CURLINFO_RESPONSE_CODE);
}

static bool
is_coded(const struct transfer *transfer)
{
	struct slice coding = header(transfer, "Content-Encoding");

	return coding.n > 0 && !slice_equal(coding, SLICE("identity"));
}

/* Of what is not coded. */
static int64_t
length_of(const struct transfer *transfer, int status)
{
	return status == 206
	    ? range_total(header(transfer, "Content-Range"))
	    : information(transfer, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);
}

/* By the list, by a redirect, or by an answer that is no HTTP. */
static enum transfer_outcome
misled(const struct transfer *transfer)
{
	if (transfer->header_bytes > 0)
		return TRANSFER_REDIRECTS;
	return url_is_web(buf_slice(&transfer->text)) ? TRANSFER_BROKEN
						      : TRANSFER_ILLEGAL;
}

static bool
is_over_ssh(const struct transfer *transfer)
{
	const char *scheme = NULL;

	curl_easy_getinfo(transfer->easy, CURLINFO_SCHEME, &scheme);
	return scheme != NULL && strcasecmp(scheme, "sftp") == 0;
}

/* What only SFTP and FTP come to. */
static enum transfer_outcome
outcome_of_upload(const struct transfer *transfer, CURLcode code)
{
	if (transfer->transfers->rules.uploads == NULL)
		return TRANSFER_BROKEN;
	switch (code) {
	case CURLE_LOGIN_DENIED: return TRANSFER_LOGIN;
	case CURLE_REMOTE_FILE_NOT_FOUND:
	case CURLE_FTP_COULDNT_RETR_FILE: return TRANSFER_MISSING;
	case CURLE_REMOTE_ACCESS_DENIED: return TRANSFER_DENIED;
	case CURLE_REMOTE_DISK_FULL: return TRANSFER_FULL;
	case CURLE_UPLOAD_FAILED:
	case CURLE_REMOTE_FILE_EXISTS:
	case CURLE_QUOTE_ERROR: return TRANSFER_REFUSED;
	case CURLE_USE_SSL_FAILED: return TRANSFER_TLS;
	default: return TRANSFER_BROKEN;
	}
}

/* A server that has been named most likely has broken off: it may come back. */
static enum transfer_outcome
outcome_of_handshake(const struct transfer *transfer)
{
	return transfer->transfers->rules.uploads != NULL ? TRANSFER_CONNECT
							  : TRANSFER_TLS;
}

static enum transfer_outcome
outcome_of(const struct transfer *transfer, CURLcode code)
{
	switch (code) {
	case CURLE_OK: return TRANSFER_ANSWERED;
	case CURLE_WRITE_ERROR:
		return transfer->answer.cut ? TRANSFER_ANSWERED
					    : TRANSFER_BROKEN;
	case CURLE_URL_MALFORMAT:
		return transfer->header_bytes > 0 ? TRANSFER_REDIRECTS
						  : TRANSFER_ILLEGAL;
	case CURLE_UNSUPPORTED_PROTOCOL: return misled(transfer);
	case CURLE_COULDNT_RESOLVE_HOST: return TRANSFER_DNS;
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_CONNECT:
		return transfer->refused ? TRANSFER_PRIVATE : TRANSFER_CONNECT;
	case CURLE_PEER_FAILED_VERIFICATION:
		return is_over_ssh(transfer) ? TRANSFER_HOST_KEY : TRANSFER_TLS;
	case CURLE_SSL_CONNECT_ERROR: return outcome_of_handshake(transfer);
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return TRANSFER_TLS;
	case CURLE_OPERATION_TIMEDOUT: return TRANSFER_TIMEOUT;
	case CURLE_TOO_MANY_REDIRECTS: return TRANSFER_REDIRECTS;
	default: return outcome_of_upload(transfer, code);
	}
}

/* What only some statuses come with is looked for only there. */
static void
read_headers(struct transfer *transfer, struct transfer_answer *answer)
{
	int64_t now = (int64_t)time(NULL);

	answer->retry_after = answer->status < 400
	    ? -1
	    : http_date_retry_after(header(transfer, "Retry-After"), now);
	answer->coded = is_coded(transfer);
	answer->length =
	    answer->coded ? -1 : length_of(transfer, answer->status);
	if (!http_date_read(
		header(transfer, "Last-Modified"), now, &answer->modified) ||
	    answer->modified < 0)
		answer->modified = 0;
	if (answer->status == 0 || transfer->header_bytes == 0)
		answer->modified = information(transfer, CURLINFO_FILETIME_T);
	answer->type = header(transfer, "Content-Type");
	answer->etag = header(transfer, "ETag");
}

static void
read_answer(struct transfer *transfer, CURLcode code)
{
	struct transfer_answer *answer = &transfer->answer;
	const char *url = NULL;

	answer->outcome = outcome_of(transfer, code);
	answer->status = transfer_status(transfer);
	answer->redirects =
	    (unsigned)information(transfer, CURLINFO_REDIRECT_COUNT);
	read_headers(transfer, answer);
	curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
	answer->url = slice_of(url != NULL ? url : "");
	answer->error = transfer->error[0] != '\0' ? transfer->error
						   : curl_easy_strerror(code);
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
	read_answer(transfer, code);
	return transfer;
}

static bool
drain_wake(const struct transfers *transfers)
{
	uint64_t count;

	return read(transfers->wake, &count, sizeof count) > 0;
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
		curl_multi_socket_action(transfers->watches[fd].lane->multi, fd,
		    (what & EPOLLIN ? CURL_CSELECT_IN : 0) |
			(what & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
			(what & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0),
		    &running);
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
		curl_multi_socket_action(
		    lane->multi, CURL_SOCKET_TIMEOUT, 0, &running);
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
		curl_multi_socket_all(lane->multi, &running);
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

void
transfer_release(struct transfer *transfer)
{
	struct transfers *transfers = transfer->transfers;

	transfer->next = transfers->rest;
	transfers->rest = transfer;
}

void
transfers_wake(const struct transfers *transfers)
{
	uint64_t one = 1;
	int saved = errno;

	if (write(transfers->wake, &one, sizeof one) < 0) {
		/* The counter is full: it will wake all the same. */
	}
	errno = saved;
}

const struct transfer_answer *
transfer_answer(const struct transfer *transfer)
{
	return &transfer->answer;
}

void *
transfer_context(const struct transfer *transfer)
{
	return transfer->context;
}

const char *
transfers_proxy(const struct transfers *transfers)
{
	return transfers->proxies.host;
}

static void
keep_resolutions(struct transfers *transfers)
{
	const char *const *entry = transfers->rules.resolve;

	for (; entry != NULL && *entry != NULL; entry++)
		add_to_list(&transfers->resolve, *entry);
}

static bool
put_home(struct buf *path, const char *name)
{
	const char *home = getenv("HOME");

	buf_clear(path);
	if (home == NULL || *home == '\0')
		return false;
	buf_printf(path, "%s/.ssh/%s", home, name);
	return access(buf_string(path), R_OK) == 0;
}

/* The key that ssh(1) would take first, if there is one. */
static void
find_identity(struct transfers *transfers)
{
	static const char *const names[] = {"id_ed25519", "id_ecdsa", "id_rsa"};
	const char *given = transfers->rules.uploads->identity;
	struct buf *path = &transfers->identity;

	if (given != NULL) {
		if (access(given, R_OK) < 0)
			die_errno("%s", given);
		buf_put_string(path, given);
		buf_string(path);
		return;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (put_home(path, names[i]))
			return;
	buf_clear(path);
}

/* A file that is not there knows no host. */
static void
find_known_hosts(struct transfers *transfers)
{
	const char *given = transfers->rules.uploads->known_hosts;
	struct buf *path = &transfers->known_hosts;

	if (given == NULL) {
		put_home(path, "known_hosts");
	} else {
		if (access(given, R_OK) < 0)
			die_errno("%s", given);
		buf_put_string(path, given);
	}
	if (path->n == 0)
		buf_put_string(path, "/dev/null");
	buf_string(path);
}

static void
find_files(struct transfers *transfers)
{
	const struct transfer_uploads *uploads = transfers->rules.uploads;

	if (uploads == NULL)
		return;
	if (uploads->netrc != NULL && access(uploads->netrc, R_OK) < 0)
		die_errno("%s", uploads->netrc);
	find_identity(transfers);
	find_known_hosts(transfers);
}

/* A connection is a descriptor, and the usual limit of 1024 is low. */
static void
raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void
ignore(int signal)
{
	(void)signal;
}

/*
 * A server that hangs up is no reason to end. Caught, not ignored, so that
 * output_put() sees that SIGPIPE had its usual effect before.
 */
static void
survive_hangups(void)
{
	struct sigaction action = {.sa_handler = ignore}, old;

	sigaction(SIGPIPE, NULL, &old);
	if (old.sa_handler == SIG_DFL)
		sigaction(SIGPIPE, &action, NULL);
}

static void
open_events(struct transfers *transfers)
{
	struct epoll_event event = {.events = EPOLLIN};

	transfers->epoll = epoll_create1(EPOLL_CLOEXEC);
	transfers->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	event.data.fd = transfers->wake;
	if (transfers->epoll < 0 || transfers->wake < 0 ||
	    epoll_ctl(
		transfers->epoll, EPOLL_CTL_ADD, transfers->wake, &event) < 0)
		die_errno("epoll");
}

struct transfers *
transfers_open(const struct transfer_rules *rules)
{
	struct transfers *transfers = mem_array(1, sizeof *transfers);

	if (rules->authorities != NULL && access(rules->authorities, R_OK) < 0)
		die_errno("%s", rules->authorities);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		die("libcurl cannot be used");
	raise_limit();
	survive_hangups();
	transfers->rules = *rules;
	open_events(transfers);
	proxies_find(&transfers->proxies);
	keep_resolutions(transfers);
	find_files(transfers);
	return transfers;
}

void
transfers_close(struct transfers *transfers)
{
	struct transfer *transfer;
	struct lane *lane;

	while ((transfer = transfers->rest) != NULL) {
		transfers->rest = transfer->next;
		curl_easy_cleanup(transfer->easy);
		curl_slist_free_all(transfer->headers);
		curl_slist_free_all(transfer->after);
		curl_slist_free_all(transfer->resolution);
		buf_free(&transfer->text);
		free(transfer);
	}
	while ((lane = transfers->lanes) != NULL) {
		transfers->lanes = lane->next;
		curl_multi_cleanup(lane->multi);
		free(lane);
	}
	curl_slist_free_all(transfers->resolve);
	proxies_free(&transfers->proxies);
	buf_free(&transfers->identity);
	buf_free(&transfers->known_hosts);
	close(transfers->epoll);
	close(transfers->wake);
	free(transfers->watches);
	free(transfers);
	curl_global_cleanup();
}
