/* SPDX-License-Identifier: MIT */
/* What targets are read as, and which paths may be sent. */
#include <stdlib.h>

#include "file/safe_dir.h"
#include "../../cmd/img-put/target.h"
#include "tap.h"

static const struct {
	const char *target, *url, *quoted;
	enum target_kind kind;
} targets[] = {
    {"web", NULL, NULL, TARGET_FOLDER},
    {"sftp://me@web/var/www/", "sftp://me@web/var/www/a%20b/c.jpg",
	"\"/var/www/a b/c.jpg\"", TARGET_SFTP},
    {"sftp://me@web:22/", "sftp://me@web:22/a%20b/c.jpg", "\"/a b/c.jpg\"",
	TARGET_SFTP},
    {"sftp://me@web/~", "sftp://me@web/~/a%20b/c.jpg", "\"a b/c.jpg\"",
	TARGET_SFTP},
    {"sftp://me@web/~/x%22%5C", "sftp://me@web/~/x%22%5C/a%20b/c.jpg",
	"\"x\\\"\\\\/a b/c.jpg\"", TARGET_SFTP},
    {"SFTP://me@web/~x", "SFTP://me@web/~x/a%20b/c.jpg", "\"/~x/a b/c.jpg\"",
	TARGET_SFTP},
    {"ftp://web//srv/", "ftp://web//srv/a%20b/c.jpg", NULL, TARGET_FTP},
    {"ftps://me@web:990", "ftps://me@web:990/a%20b/c.jpg", NULL, TARGET_FTP},
    {"https://[::1]:8443/dav//", "https://[::1]:8443/dav/a%20b/c.jpg", NULL,
	TARGET_WEBDAV},
    {"s3://bucket/x/",
	"https://bucket.s3.eu-west-3.amazonaws.com/x/a%20b/"
	"c.jpg",
	NULL, TARGET_S3},
    {"s3://www.example.org",
	"https://s3.eu-west-3.amazonaws.com/www.example.org/a%20b/c.jpg", NULL,
	TARGET_S3},
};

static void
test_targets(void)
{
	const struct opt opt = {.program = "test"};

	setenv("AWS_ACCESS_KEY_ID", "key", 1);
	setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
	setenv("AWS_REGION", "eu-west-3", 1);
	unsetenv("AWS_ENDPOINT_URL");
	unsetenv("AWS_ENDPOINT_URL_S3");
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		struct settings settings = {.target = targets[i].target};
		struct buf text = {0};
		struct target target;

		target_open(&target, &opt, &settings);
		ok(target.kind == targets[i].kind, targets[i].target);
		target_put_url(&target, SLICE("a b/c.jpg"), &text);
		if (targets[i].url != NULL)
			is_slice(buf_slice(&text), slice_of(targets[i].url),
			    "its URL of a file");
		buf_clear(&text);
		target_put_quoted(&target, SLICE("a b/c.jpg"), &text);
		if (targets[i].quoted != NULL)
			is_slice(buf_slice(&text), slice_of(targets[i].quoted),
			    "a path for its server");
		buf_free(&text);
		target_close(&target);
	}
}

static void
test_endpoint(void)
{
	const struct opt opt = {.program = "test"};
	struct settings settings = {.target = "s3://bucket/x",
	    .endpoint = "http://localhost:9000/",
	    .region = "here"};
	struct buf text = {0};
	struct target target;

	target_open(&target, &opt, &settings);
	target_put_url(&target, SLICE("c.jpg"), &text);
	is_slice(buf_slice(&text),
	    SLICE("http://localhost:9000/bucket/x/c.jpg"),
	    "an endpoint has the bucket in its path");
	is_slice(buf_slice(&target.host_header), SLICE("Host: localhost:9000"),
	    "the port is signed");
	is_slice(buf_slice(&target.signature), SLICE("aws:amz:here:s3"),
	    "and the region");
	is_slice(buf_slice(&target.login), SLICE("key:secret"), "with the key");
	buf_free(&text);
	target_close(&target);
}

static void
test_paths(void)
{
	static const char *const good[] = {
	    "a", "a.jpg", "a/b/c.jpg", "a b/\xC3\xA9#?%.jpg", "a..b/c~"};
	static const char *const bad[] = {"", "/a", "a/", "a//b", ".", "..",
	    "../a", "a/../b", ".a", "a/.b", "-a", "a/-b", "a\nb", "a\x7f"};
	char *name = calloc(1, SAFE_DIR_PATH_MOST + 2);

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ok(safe_dir_allows(slice_of(good[i])),
		    "a path that may be sent");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!safe_dir_allows(slice_of(bad[i])), "one that may not");
	memset(name, 'x', SAFE_DIR_PATH_MOST + 1);
	ok(safe_dir_allows((struct slice){name, SAFE_DIR_NAME_MOST}),
	    "a name may be so long");
	ok(!safe_dir_allows((struct slice){name, SAFE_DIR_NAME_MOST + 1}),
	    "but not longer");
	for (size_t i = 100; i < SAFE_DIR_PATH_MOST; i += 100)
		name[i] = '/';
	ok(safe_dir_allows((struct slice){name, SAFE_DIR_PATH_MOST}),
	    "a path may be so long");
	ok(!safe_dir_allows((struct slice){name, SAFE_DIR_PATH_MOST + 1}),
	    "but not longer");
	free(name);
}

static void
test_rest(void)
{
	static const char *const rests[][3] = {{"/r", "/r/a/b", "a/b"},
	    {"/r/", "/r//a/./b", "a/b"}, {"/", "/a", "a"}, {"r", "r/a", "a"},
	    {"./r/.", "r/a", "a"}, {"/r", "/ra/b", NULL}, {"/r", "/r", NULL},
	    {"/r/s", "/r/a", NULL}, {"/r", "r/a", NULL},
	    {"/r", "/r/../a", "../a"}};

	for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
		struct buf rest = {0};
		bool below = safe_dir_put_rest(
		    &rest, rests[i][0], slice_of(rests[i][1]));

		ok(below == (rests[i][2] != NULL), rests[i][1]);
		if (below && rests[i][2] != NULL)
			is_slice(buf_slice(&rest), slice_of(rests[i][2]),
			    "what is left of it");
		buf_free(&rest);
	}
}

int
main(void)
{
	test_targets();
	test_endpoint();
	test_paths();
	test_rest();
	return done_testing();
}
