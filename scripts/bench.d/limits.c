/* SPDX-License-Identifier: MIT */
/*
 * limits FILE: what this machine can do, in MB/s, one a line: "copy" of memory,
 * "read" of the file from the page cache, "disk" from the disk, "md5" of it,
 * "loopback" over TCP. The best of three each.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 1 << 20, MEMORY = 256 * BLOCK, TURNS = 3 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
fail(const char *what)
{
	perror(what);
	exit(1);
}

static double
copy(char *from, char *to)
{
	double start = now();

	memcpy(to, from, MEMORY);
	return MEMORY / (now() - start);
}

/* Reads it all; hashes it if there is a context. */
static double
read_all(const char *file, char *block, EVP_MD_CTX *md5)
{
	int fd = open(file, O_RDONLY);
	double start = now(), n = 0;
	ssize_t some;

	if (fd < 0)
		fail(file);
	while ((some = read(fd, block, BLOCK)) > 0) {
		n += (double)some;
		if (md5 != NULL)
			EVP_DigestUpdate(md5, block, (size_t)some);
	}
	close(fd);
	return n / (now() - start);
}

static double
read_disk(const char *file, char *block)
{
	int fd = open(file, O_RDONLY);

	if (fd < 0)
		fail(file);
	fdatasync(fd);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
	return read_all(file, block, NULL);
}

static void *
send_all(void *argument)
{
	int fd = *(int *)argument;
	char *block = calloc(1, BLOCK);

	for (int i = 0; i < MEMORY / BLOCK; i++)
		for (size_t at = 0; at < BLOCK;) {
			ssize_t n = write(fd, block + at, BLOCK - at);

			if (n <= 0)
				fail("write");
			at += (size_t)n;
		}
	close(fd);
	free(block);
	return NULL;
}

static double
loopback(char *block)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof address;
	int waiting = socket(AF_INET, SOCK_STREAM, 0), from, to;
	pthread_t sender;
	double start, n = 0;
	ssize_t some;

	if (bind(waiting, (struct sockaddr *)&address, sizeof address) < 0 ||
	    listen(waiting, 1) < 0 ||
	    getsockname(waiting, (struct sockaddr *)&address, &length) < 0)
		fail("loopback");
	from = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(from, (struct sockaddr *)&address, sizeof address) < 0)
		fail("loopback");
	to = accept(waiting, NULL, NULL);
	start = now();
	if (pthread_create(&sender, NULL, send_all, &from) != 0)
		fail("thread");
	while ((some = read(to, block, BLOCK)) > 0)
		n += (double)some;
	pthread_join(sender, NULL);
	close(to);
	close(waiting);
	return n / (now() - start);
}

int
main(int argc, char *argv[])
{
	static const char *const names[] = {
	    "copy", "read", "disk", "md5", "loopback"};
	double best[5] = {0};
	char *from = malloc(MEMORY), *to = malloc(MEMORY);
	EVP_MD_CTX *md5 = EVP_MD_CTX_new();

	if (argc != 2 || from == NULL || to == NULL)
		return 2;
	memset(from, 1, MEMORY);
	memset(to, 2, MEMORY);
	for (int turn = 0; turn < TURNS; turn++) {
		double rates[5];

		rates[2] = read_disk(argv[1], to);
		rates[1] = read_all(argv[1], to, NULL);
		EVP_DigestInit_ex(md5, EVP_md5(), NULL);
		rates[3] = read_all(argv[1], to, md5);
		rates[0] = copy(from, to);
		rates[4] = loopback(to);
		for (int i = 0; i < 5; i++)
			if (rates[i] > best[i])
				best[i] = rates[i];
	}
	for (int i = 0; i < 5; i++)
		printf("%s %.0f\n", names[i], best[i] / 1e6);
	return 0;
}
