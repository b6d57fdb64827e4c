/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <time.h>

#include "base/path.h"
#include "net/http_date.h"
#include "request.h"

void
request_free(struct request *letter)
{
	buf_free(&letter->url);
	for (size_t i = 0; i < REQUEST_TEXTS; i++)
		buf_free(&letter->texts[i]);
}

static void
begin(struct request *letter)
{
	buf_clear(&letter->url);
	letter->ntexts = letter->nheaders = letter->nafter = 0;
}

static struct buf *
text(struct request *letter)
{
	struct buf *buf = &letter->texts[letter->ntexts++];

	buf_clear(buf);
	return buf;
}

static void
add_header(struct request *letter, const char *header)
{
	letter->headers[letter->nheaders++] = header;
}

static void
add_after(struct request *letter, struct buf *command)
{
	letter->after[letter->nafter++] = buf_string(command);
}

/* What every request has. */
static void
end(struct request *letter, const struct target *target,
    struct transfer_request *request)
{
	if (target->kind == TARGET_S3) {
		add_header(letter, target->host_header.at);
		add_header(letter, "x-amz-content-sha256: UNSIGNED-PAYLOAD");
		if (target->token_header.n > 0)
			add_header(letter, target->token_header.at);
		if (target->login.n > 0)
			request->login = target->login.at;
		request->signature = target->signature.at;
	}
	letter->headers[letter->nheaders] = NULL;
	letter->after[letter->nafter] = NULL;
	request->url = buf_slice(&letter->url);
	request->headers = letter->headers;
	request->after = letter->after;
}

static void
put_url(struct request *letter, const struct target *target, struct slice name)
{
	begin(letter);
	target_put_url(target, name, &letter->url);
}

/* The name until it is complete, beside the one it will have. */
static void
put_partial(struct buf *out, struct slice name)
{
	const char *slash = memrchr(name.at, '/', name.n);
	size_t folder = slash != NULL ? (size_t)(slash - name.at) + 1 : 0;

	buf_put(out, name.at, folder);
	buf_put_char(out, '.');
	buf_put_slice(out, slice_from(name, folder));
	buf_put_string(out, ".partial");
}

void
request_ask(struct request *letter, const struct target *target,
    const struct request_file *file, bool dated,
    struct transfer_request *request)
{
	put_url(letter, target, file->name);
	request->head = true;
	request->dated = dated;
	end(letter, target, request);
}

void
request_fetch(struct request *letter, const struct target *target,
    const struct request_file *file, struct transfer_request *request)
{
	put_url(letter, target, file->name);
	end(letter, target, request);
}

static void
add_rename_sftp(struct request *letter, const struct target *target,
    const struct request_file *file, struct slice partial, bool over)
{
	struct buf *command = text(letter);
	struct tm tm;
	time_t modified = (time_t)file->modified;
	char date[40];

	if (gmtime_r(&modified, &tm) != NULL &&
	    strftime(date, sizeof date, "%Y%m%d %H:%M:%S GMT", &tm) > 0) {
		buf_printf(command, "*mtime \"%s\" ", date);
		target_put_quoted(target, partial, command);
		add_after(letter, command);
		command = text(letter);
	}
	/* The protocol's version 3 renames over nothing. */
	if (over) {
		buf_put_string(command, "*rm ");
		target_put_quoted(target, file->name, command);
		add_after(letter, command);
		command = text(letter);
	}
	buf_put_string(command, "rename ");
	target_put_quoted(target, partial, command);
	buf_put_char(command, ' ');
	target_put_quoted(target, file->name, command);
	add_after(letter, command);
}

/* Servers know one of the two ways to set a time, or none. */
static void
add_time_ftp(struct request *letter, const char *way, int64_t modified,
    struct slice name)
{
	struct buf *command = text(letter);
	struct tm tm;
	time_t then = (time_t)modified;
	char date[24];

	if (gmtime_r(&then, &tm) == NULL ||
	    strftime(date, sizeof date, "%Y%m%d%H%M%S", &tm) == 0)
		return;
	buf_printf(command, "*%s %s %.*s", way, date, SLICE_ARG(name));
	add_after(letter, command);
}

/* In the folder that the file was sent to. */
static void
add_rename_ftp(struct request *letter, const struct request_file *file,
    struct slice partial)
{
	struct slice name = path_last(file->name);
	struct buf *from = text(letter), *to = text(letter);

	buf_printf(from, "RNFR %.*s", SLICE_ARG(path_last(partial)));
	buf_printf(to, "RNTO %.*s", SLICE_ARG(name));
	add_after(letter, from);
	add_after(letter, to);
	add_time_ftp(letter, "MFMT", file->modified, name);
	add_time_ftp(letter, "MDTM", file->modified, name);
}

static void
add_type(struct request *letter, const struct file_source *source)
{
	struct buf *header = text(letter);

	buf_printf(header, "Content-Type: %s", source->kind->mime);
	add_header(letter, buf_string(header));
}

/* Some WebDAV servers take over a file's time from one of these. */
static void
add_times_webdav(struct request *letter, int64_t modified)
{
	struct buf *date = text(letter), *seconds = text(letter);

	buf_put_string(date, "Date: ");
	http_date_put(date, modified);
	buf_printf(seconds, "X-OC-Mtime: %" PRId64, modified);
	add_header(letter, buf_string(date));
	add_header(letter, buf_string(seconds));
}

static int
digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static void
add_md5(struct request *letter, const char *md5)
{
	struct buf *header = text(letter);
	unsigned char bytes[16];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(digit(md5[2 * i]) * 16 +
		    digit(md5[2 * i + 1]));
	buf_put_string(header, "Content-MD5: ");
	hash_put_base64(header, bytes, sizeof bytes);
	add_header(letter, buf_string(header));
}

/* Its name appears when it is complete: S3 sees to that itself. */
static void
send_s3(struct request *letter, const struct target *target,
    const struct request_file *file, bool blind, const char *cache_control)
{
	put_url(letter, target, file->name);
	add_md5(letter, file->md5);
	if (blind)
		add_header(letter, "If-None-Match: *");
	if (cache_control != NULL) {
		struct buf *header = text(letter);

		buf_printf(header, "Cache-Control: %s", cache_control);
		add_header(letter, buf_string(header));
	}
}

/* The command that takes it away, if it is there; NULL where HTTP does. */
static const char *
put_drop(struct buf *command, const struct target *target, struct slice partial)
{
	if (target->kind == TARGET_SFTP) {
		buf_put_string(command, "*rm ");
		target_put_quoted(target, partial, command);
	} else if (target->kind == TARGET_FTP) {
		buf_printf(
		    command, "*DELE %.*s", SLICE_ARG(path_last(partial)));
	} else {
		return NULL;
	}
	return buf_string(command);
}

void
request_send(struct request *letter, const struct target *target,
    const struct request_file *file, const struct file_source *source,
    bool over, bool direct, bool blind, const char *cache_control,
    struct transfer_request *request)
{
	struct buf partial = {0};

	put_partial(&partial, file->name);
	if (target->kind == TARGET_S3)
		send_s3(letter, target, file, blind, cache_control);
	else
		put_url(
		    letter, target, direct ? file->name : buf_slice(&partial));
	/* Somebody may have put a link there: it would be followed. */
	if (!direct)
		request->before =
		    put_drop(text(letter), target, buf_slice(&partial));
	if (target->kind == TARGET_SFTP)
		add_rename_sftp(
		    letter, target, file, buf_slice(&partial), over);
	if (target->kind == TARGET_FTP)
		add_rename_ftp(letter, file, buf_slice(&partial));
	if (target->kind == TARGET_S3 || target->kind == TARGET_WEBDAV)
		add_type(letter, source);
	if (target->kind == TARGET_WEBDAV)
		add_times_webdav(letter, file->modified);
	request->sent = &source->sent;
	end(letter, target, request);
	buf_free(&partial);
}

void
request_move(struct request *letter, const struct target *target,
    const struct request_file *file, bool over,
    struct transfer_request *request)
{
	struct buf partial = {0}, *destination;

	put_partial(&partial, file->name);
	put_url(letter, target, buf_slice(&partial));
	destination = text(letter);
	buf_put_string(destination, "Destination: ");
	target_put_url(target, file->name, destination);
	add_header(letter, buf_string(destination));
	add_header(letter, over ? "Overwrite: T" : "Overwrite: F");
	request->method = "MOVE";
	end(letter, target, request);
	buf_free(&partial);
}

void
request_make(struct request *letter, const struct target *target,
    struct slice collection, struct transfer_request *request)
{
	begin(letter);
	buf_put_slice(&letter->url, collection);
	request->method = "MKCOL";
	end(letter, target, request);
}

/* By a command at the folder; nothing is transferred. */
static void
drop_at_folder(struct request *letter, const struct target *target,
    struct slice partial, struct transfer_request *request)
{
	struct slice name = path_last(partial);
	struct slice folder = {partial.at, partial.n - name.n};
	struct buf *command;

	begin(letter);
	target_put_url(target, folder, &letter->url);
	command = text(letter);
	put_drop(command, target, partial);
	add_after(letter, command);
	request->head = true;
}

void
request_drop(struct request *letter, const struct target *target,
    const struct request_file *file, struct transfer_request *request)
{
	struct buf partial = {0};

	put_partial(&partial, file->name);
	if (target->kind == TARGET_WEBDAV) {
		put_url(letter, target, buf_slice(&partial));
		request->method = "DELETE";
	} else {
		drop_at_folder(letter, target, buf_slice(&partial), request);
	}
	end(letter, target, request);
	buf_free(&partial);
}

void
request_look(struct request *letter, struct slice url, bool whole,
    struct transfer_request *request)
{
	begin(letter);
	buf_put_slice(&letter->url, url);
	letter->headers[0] = NULL;
	letter->after[0] = NULL;
	request->url = buf_slice(&letter->url);
	request->head = !whole;
	request->anonymous = true;
}
