/* SPDX-License-Identifier: MIT */
/* Where files are brought to. */
#ifndef IMG_TARGET_H
#define IMG_TARGET_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/opt.h"
#include "put_settings.h"

enum target_kind {
	TARGET_FOLDER,
	TARGET_SFTP,
	TARGET_FTP, /* with TLS from the beginning (ftps) or not */
	TARGET_WEBDAV,
	TARGET_S3,
	TARGET_RSYNC,
	TARGET_RCLONE
};

struct target {
	enum target_kind kind;
	struct buf name; /* as the user has given it, for messages */
	/* The folder, its URL without a "/" at the end, or what the engine is
	 * to be given, with one. */
	struct buf base;
	struct buf path; /* SFTP: the folder on the server, decoded, with "/" */
	struct buf host; /* SCHEME://HOST:PORT, for taking turns */
	/* S3's; empty where not needed. */
	struct buf login; /* KEY:SECRET */
	struct buf signature; /* for transfer_request */
	struct buf host_header, token_header;
	struct buf options; /* of an engine, each with its NUL */
};

/*
 * Reads it from the settings and, for S3, the environment (AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_DEFAULT_REGION,
 * AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL). Misuse if it is no target: an unknown
 * scheme, a password in it, http.
 */
void target_open(struct target *target, const struct opt *opt,
    const struct settings *settings);
void target_close(struct target *target);

/* Appends the URL of a file; `name` is its path below the target. */
void target_put_url(
    const struct target *target, struct slice name, struct buf *out);

/* Appends a path on an SFTP server in quotes, as libcurl's commands want it. */
void target_put_quoted(
    const struct target *target, struct slice name, struct buf *out);

#endif
