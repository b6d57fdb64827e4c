/* SPDX-License-Identifier: MIT */
#include <pwd.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/ascii.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "engine.h"
#include "stream/mistaken.h"
#include "target.h"

/* Schemes of the command line, and what they are for transfer.h. */
static const struct {
	const char *scheme;
	enum target_kind kind;
} schemes[] = {
    {"sftp", TARGET_SFTP},
    {"ftp", TARGET_FTP},
    {"ftps", TARGET_FTP},
    {"https", TARGET_WEBDAV},
    {"s3", TARGET_S3},
};

static bool
is(struct slice s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.at, word, s.n) == 0;
}

static bool
find_kind(struct slice scheme, enum target_kind *kind)
{
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		if (!is(scheme, schemes[i].scheme))
			continue;
		*kind = schemes[i].kind;
		return true;
	}
	return false;
}

static struct slice
without_slashes(struct slice s)
{
	while (s.n > 0 && s.at[s.n - 1] == '/')
		s.n--;
	return s;
}

/* Of a legal URL's path. */
static void
put_decoded(struct buf *out, struct slice path)
{
	for (size_t i = 0; i < path.n; i++) {
		if (path.at[i] != '%' || i + 2 >= path.n) {
			buf_put_char(out, path.at[i]);
			continue;
		}
		buf_put_char(out,
		    (char)(ascii_hex(path.at[i + 1]) * 16 +
			ascii_hex(path.at[i + 2])));
		i += 2;
	}
}

/* From the root, or from "~", which is where a server's relative paths begin.
 */
static void
put_server_path(struct target *target, struct slice path)
{
	path = without_slashes(path);
	if (path.n >= 2 && memcmp(path.at, "/~", 2) == 0 &&
	    (path.n == 2 || path.at[2] == '/')) {
		path = slice_from(path, path.n == 2 ? 2 : 3);
		if (path.n == 0)
			return;
	}
	put_decoded(&target->path, path);
	buf_put_char(&target->path, '/');
}

/* Without one SSH's server would be sent an empty name. */
static void
put_user(struct buf *out, const struct url *url)
{
	const struct passwd *me;

	if (url->userinfo.n > 0) {
		buf_put_slice(out, url->userinfo);
		buf_put_char(out, '@');
	} else if ((me = getpwuid(geteuid())) != NULL) {
		url_put_path(out, slice_of(me->pw_name));
		buf_put_char(out, '@');
	}
}

static void
put_base(struct target *target, const struct url *url)
{
	struct buf *base = &target->base;

	buf_put_slice(base, url->scheme);
	buf_put_string(base, "://");
	if (target->kind == TARGET_SFTP)
		put_user(base, url);
	else if (url->userinfo.n > 0)
		buf_printf(base, "%.*s@", SLICE_ARG(url->userinfo));
	buf_put_slice(base, url->host);
	if (url->port.n > 0)
		buf_printf(base, ":%.*s", SLICE_ARG(url->port));
	buf_put_slice(&target->host, buf_slice(base));
	buf_put_slice(base, without_slashes(url->path));
}

static const char *
environment(const char *name, const char *other, const char *usual)
{
	const char *value = getenv(name);

	if ((value == NULL || *value == '\0') && other != NULL)
		value = getenv(other);
	return value != NULL && *value != '\0' ? value : usual;
}

static bool
is_header(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

static bool
has_netrc(const struct settings *settings)
{
	const char *home = getenv("HOME");
	struct buf path = {0};
	bool there;

	if (settings->uploads.netrc != NULL)
		return true;
	buf_printf(&path, "%s/.netrc", home != NULL ? home : "");
	there = access(buf_string(&path), R_OK) == 0;
	buf_free(&path);
	return there;
}

static void
read_credentials(struct target *target, const struct opt *opt,
    const struct settings *settings)
{
	const char *key = environment("AWS_ACCESS_KEY_ID", NULL, NULL);
	const char *secret = environment("AWS_SECRET_ACCESS_KEY", NULL, NULL);
	const char *token = environment("AWS_SESSION_TOKEN", NULL, NULL);

	if (key != NULL && secret != NULL) {
		buf_printf(&target->login, "%s:%s", key, secret);
		buf_string(&target->login);
	}
	if (target->login.n == 0 && !has_netrc(settings))
		opt_misuse(opt,
		    "S3 needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in "
		    "the environment, or a login in netrc");
	if (token == NULL)
		return;
	if (!is_header(token))
		opt_misuse(opt, "AWS_SESSION_TOKEN has control characters");
	buf_printf(&target->token_header, "x-amz-security-token: %s", token);
	buf_string(&target->token_header);
}

/* The bucket in the name of the host, unless a certificate would not cover it.
 */
static void
put_amazon(struct target *target, struct slice bucket, const char *region)
{
	if (memchr(bucket.at, '.', bucket.n) != NULL)
		buf_printf(&target->base, "https://s3.%s.amazonaws.com/%.*s",
		    region, SLICE_ARG(bucket));
	else
		buf_printf(&target->base, "https://%.*s.s3.%s.amazonaws.com",
		    SLICE_ARG(bucket), region);
}

static void
put_endpoint(struct target *target, const struct opt *opt, struct slice bucket,
    const char *endpoint)
{
	struct url url;

	if (url_is_secret(slice_of(endpoint)))
		opt_misuse(opt,
		    "the endpoint has a login in it: AWS_ACCESS_KEY_ID and "
		    "AWS_SECRET_ACCESS_KEY have it");
	if (url_parse(slice_of(endpoint), &url) != NULL ||
	    !url_is_web(slice_of(endpoint)) || url.userinfo.at != NULL ||
	    url.query.at != NULL || url.fragment.at != NULL)
		opt_invalid(
		    opt, "endpoint", slice_of(endpoint), "the URL of a server");
	buf_put_slice(&target->base, without_slashes(slice_of(endpoint)));
	buf_put_char(&target->base, '/');
	buf_put_slice(&target->base, bucket);
}

static void
open_s3(struct target *target, const struct opt *opt,
    const struct settings *settings, const struct url *url)
{
	const char *region = settings->region != NULL
	    ? settings->region
	    : environment("AWS_REGION", "AWS_DEFAULT_REGION", "us-east-1");
	const char *endpoint = settings->endpoint != NULL
	    ? settings->endpoint
	    : environment("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", NULL);
	struct url base;

	if (url->userinfo.at != NULL || url->port.at != NULL)
		opt_invalid(opt, "target", slice_of(settings->target),
		    "s3://BUCKET/PREFIX");
	if (strspn(region, "abcdefghijklmnopqrstuvwxyz0123456789-") !=
	    strlen(region))
		opt_invalid(opt, "region", slice_of(region),
		    "small letters, digits and dashes");
	read_credentials(target, opt, settings);
	if (endpoint != NULL)
		put_endpoint(target, opt, url->host, endpoint);
	else
		put_amazon(target, url->host, region);
	url_parse(buf_slice(&target->base), &base);
	buf_printf(&target->host_header, "Host: %.*s%s%.*s",
	    SLICE_ARG(base.host), base.port.n > 0 ? ":" : "",
	    SLICE_ARG(base.port));
	buf_string(&target->host_header);
	buf_put_slice(&target->host, base.host);
	buf_printf(&target->signature, "aws:amz:%s:s3", region);
	buf_string(&target->signature);
	buf_put_slice(&target->base, without_slashes(url->path));
}

static void
open_url(struct target *target, const struct opt *opt,
    const struct settings *settings, const struct url *url)
{
	const char *text = settings->target;

	if (is(url->scheme, "http"))
		opt_misuse(opt,
		    "-t: use https://, as others can read what is sent by "
		    "http://");
	if (!find_kind(url->scheme, &target->kind))
		opt_invalid(opt, "target", slice_of(text),
		    "a folder, or a URL of sftp, ftp, ftps, https or s3");
	if (url->host.n == 0)
		opt_invalid(
		    opt, "target", slice_of(text), "the host is missing");
	if (url->query.at != NULL || url->fragment.at != NULL)
		opt_misuse(
		    opt, "-t: '?' and '#' must be written %%3F and %%23");
	if (target->kind == TARGET_S3) {
		open_s3(target, opt, settings, url);
		return;
	}
	put_base(target, url);
	if (target->kind == TARGET_SFTP)
		put_server_path(target, url->path);
}

/* A scheme without its slashes, "sftp:host:/folder", of no use here. */
static struct slice
without_scheme(struct slice text)
{
	static const char *const words[] = {"sftp:", "scp:", "ssh:"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (ascii_begins(text, words[i]))
			return slice_from(text, strlen(words[i]));
	return text;
}

/* "user@host:folder", as scp and rsync write a folder on a server. */
static void
refuse_scp(const struct opt *opt, struct slice given)
{
	struct slice text = without_scheme(given);
	const char *colon = memchr(text.at, ':', text.n);
	const char *slash = memchr(text.at, '/', text.n);
	struct slice path;
	struct buf url = {0};

	if (colon == NULL || colon == text.at ||
	    (slash != NULL && slash < colon))
		return;
	if (colon == text.at + 1 && ascii_is_letter(*text.at))
		opt_misuse(opt, "-t: '%.*s': %s", SLICE_ARG(text),
		    mistaken_missing(text));
	path = slice_from(text, (size_t)(colon - text.at) + 1);
	while (path.n > 0 && *path.at == '/')
		path = slice_from(path, 1);
	url_put_path(&url, path);
	opt_misuse(opt,
	    "-t: '%.*s' is how scp names a folder on a server: give "
	    "sftp://%.*s/%s with the whole path there, or ./%.*s for a folder "
	    "here",
	    SLICE_ARG(given), (int)(colon - text.at), text.at, buf_string(&url),
	    SLICE_ARG(given));
}

/* What others can read among the processes. */
static bool
has_password(struct slice text)
{
	static const char *const words[] = {
	    "pass=", "secret", "_key=", "token=", "key_pem="};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (memmem(text.at, text.n, words[i], strlen(words[i])) != NULL)
			return true;
	return false;
}

/* HOST:DIR, HOST::MODULE/PATH, or, with the scheme kept, a daemon's URL. */
static void
open_rsync(struct target *target, const struct opt *opt, struct slice text)
{
	struct slice where = slice_from(text, strlen("rsync:"));
	const char *colon = memchr(where.at, ':', where.n);
	const char *slash = memchr(where.at, '/', where.n);

	target->kind = TARGET_RSYNC;
	if (where.n > 2 && memcmp(where.at, "//", 2) == 0)
		where = text;
	else if (colon == NULL || colon == where.at || *where.at == '-' ||
	    (slash != NULL && slash < colon))
		opt_invalid(opt, "target", text,
		    "rsync:HOST:DIR or rsync://HOST/MODULE/DIR; give a folder "
		    "of this machine without rsync:");
	buf_put_slice(&target->base, where);
}

static void
open_rclone(struct target *target, const struct opt *opt, struct slice text)
{
	struct slice where = slice_from(text, strlen("rclone:"));

	target->kind = TARGET_RCLONE;
	if (where.n == 0 || *where.at == '-' ||
	    memchr(where.at, ':', where.n) == NULL)
		opt_invalid(opt, "target", text, "rclone:REMOTE:PATH");
	if (has_password(where))
		opt_misuse(opt,
		    "-t: others can read a password on the command line: put it "
		    "into rclone's configuration");
	buf_put_slice(&target->base, where);
}

static void
put_options(struct target *target, const struct opt *opt, const char *name,
    const char *text)
{
	const char *wrong = engine_words(target->kind, text, &target->options);

	if (wrong != NULL)
		opt_misuse(opt, "%s: %s: %s", name, wrong, text);
}

/* A target that a program of others brings files to; false if it is none. */
static bool
open_engine(struct target *target, const struct opt *opt,
    const struct settings *settings)
{
	struct slice text = slice_of(settings->target);
	bool is_rsync = strncmp(text.at, "rsync:", 6) == 0;

	if (settings->rsync_options != NULL && !is_rsync)
		opt_misuse(opt, "--rsync-options needs -t rsync:HOST:DIR");
	if (is_rsync)
		open_rsync(target, opt, text);
	else if (strncmp(text.at, "rclone:", 7) == 0)
		open_rclone(target, opt, text);
	else if (settings->rclone_options != NULL)
		opt_misuse(opt, "--rclone-options needs -t rclone:REMOTE:PATH");
	else
		return false;
	if (settings->rsync_options != NULL)
		put_options(
		    target, opt, "--rsync-options", settings->rsync_options);
	if (settings->rclone_options != NULL)
		put_options(
		    target, opt, "--rclone-options", settings->rclone_options);
	if (target->base.at[target->base.n - 1] == ':' && is_rsync)
		buf_put_char(&target->base, '.');
	if (target->base.at[target->base.n - 1] != '/' &&
	    target->base.at[target->base.n - 1] != ':')
		buf_put_char(&target->base, '/');
	buf_put_slice(&target->name, text);
	buf_put_string(&target->host, is_rsync ? "rsync" : "rclone");
	return true;
}

void
target_open(struct target *target, const struct opt *opt,
    const struct settings *settings)
{
	struct slice text = slice_of(settings->target);
	struct url url;
	const char *wrong;

	*target = (struct target){0};
	if (open_engine(target, opt, settings))
		return;
	if (memmem(text.at, text.n, "://", 3) == NULL) {
		refuse_scp(opt, text);
		target->kind = TARGET_FOLDER;
		buf_put_slice(&target->base, text);
		buf_put_slice(&target->name, text);
		buf_string(&target->base);
		buf_put_string(&target->host, "folder");
		return;
	}
	wrong = url_parse(text, &url);
	if (url.userinfo.at != NULL &&
	    memchr(url.userinfo.at, ':', url.userinfo.n) != NULL)
		opt_misuse(opt,
		    "-t: others can read a password on the command line: put it "
		    "into ~/.netrc");
	if (wrong != NULL)
		opt_misuse(opt, "-t: %s in %s", wrong, settings->target);
	buf_put_slice(&target->name, text);
	open_url(target, opt, settings, &url);
}

void
target_close(struct target *target)
{
	buf_free(&target->name);
	buf_free(&target->base);
	buf_free(&target->path);
	buf_free(&target->host);
	buf_free(&target->login);
	buf_free(&target->signature);
	buf_free(&target->host_header);
	buf_free(&target->token_header);
	buf_free(&target->options);
}

void
target_put_url(const struct target *target, struct slice name, struct buf *out)
{
	buf_put_slice(out, buf_slice(&target->base));
	buf_put_char(out, '/');
	url_put_path(out, name);
}

static void
put_escaped(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.at[i] == '"' || text.at[i] == '\\')
			buf_put_char(out, '\\');
		buf_put_char(out, text.at[i]);
	}
}

void
target_put_quoted(
    const struct target *target, struct slice name, struct buf *out)
{
	buf_put_char(out, '"');
	put_escaped(out, buf_slice(&target->path));
	put_escaped(out, name);
	buf_put_char(out, '"');
}
