/* SPDX-License-Identifier: MIT */
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
#include "base/progress.h"
#include "net/http_date.h"
#include "net/transfer_parts.h"
#include "net/url.h"

enum { HEADERS_MOST = 300 * 1024, STALL_BYTES = 100 };

/* More at once is fewer waits for the server's word: of SFTP above all. */
enum { SEND_PIECE = 512 * 1024 };

const struct transfer_rules transfer_defaults = {
    .connect_time = 10,
    .stall_time = 30,
    .total_time = 600,
    .redirects = 10,
    .parallel = 128,
};

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
	SET(easy, CURLOPT_OPENSOCKETFUNCTION, transfer_open_socket);
	SET(easy, CURLOPT_OPENSOCKETDATA, transfer);
	SET(easy, CURLOPT_CLOSESOCKETFUNCTION, transfer_close_socket);
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
	curl_multi_setopt(
	    lane->multi, CURLMOPT_SOCKETFUNCTION, transfer_watch_socket);
	curl_multi_setopt(lane->multi, CURLMOPT_SOCKETDATA, lane);
	curl_multi_setopt(
	    lane->multi, CURLMOPT_TIMERFUNCTION, transfer_set_timer);
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
 * A server of TLS 1.3 sends something after the handshake, which nobody reads
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

/* FTP's is given in the folder of the file, SFTP's anywhere. */
static void
set_before(struct transfer *transfer, const struct transfer_request *request)
{
	bool ftp =
	    request->url.n > 3 && strncasecmp(request->url.at, "ftp", 3) == 0;

	curl_slist_free_all(transfer->before);
	transfer->before = NULL;
	if (request->before != NULL)
		add_to_list(&transfer->before, request->before);
	SET(transfer->easy, CURLOPT_PREQUOTE, ftp ? transfer->before : NULL);
	SET(transfer->easy, CURLOPT_QUOTE, ftp ? NULL : transfer->before);
}

/* To be called after what sets GET or HEAD. */
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
	set_before(transfer, request);
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
	else
		SET(transfer->easy, CURLOPT_CUSTOMREQUEST, request->method);
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
		curl_slist_free_all(transfer->before);
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
