/* SPDX-License-Identifier: MIT */
/*
 * slow MS: an HTTP server on loopback that answers every HEAD after so many
 * milliseconds, and takes next to none of the processor itself. Prints its
 * port.
 */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n"
			     "Content-Length: 100000\r\n\r\n";

/* All wait equally long, so the first to come is the first to go. */
static struct {
	int fd;
	double due;
} waiting[65536];
static unsigned first, end;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

static int
listen_somewhere(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t size = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, size) < 0 ||
	    listen(fd, 1024) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) < 0)
		err(2, "no port");
	printf("%d\n", ntohs(at.sin_port));
	fflush(stdout);
	return fd;
}

static void
watch(int epoll, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		err(2, "epoll");
}

/* A request comes in one piece, and nothing behind it before the answer. */
static void
take(int fd, double delay)
{
	char request[4096];

	if (read(fd, request, sizeof request) <= 0) {
		close(fd);
		return;
	}
	waiting[end % 65536].fd = fd;
	waiting[end++ % 65536].due = now() + delay;
}

static int
answer_due(void)
{
	while (first != end) {
		double left = waiting[first % 65536].due - now();

		if (left > 0)
			return (int)left + 1;
		if (write(waiting[first++ % 65536].fd, answer,
			sizeof answer - 1) < 0)
			warn("write");
	}
	return -1;
}

int
main(int argc, char *argv[])
{
	double delay = argc > 1 ? strtod(argv[1], NULL) : 0;
	int listener = listen_somewhere(), epoll = epoll_create1(0);

	watch(epoll, listener);
	for (;;) {
		struct epoll_event events[256];
		int n = epoll_wait(epoll, events, 256, answer_due());

		for (int i = 0; i < n; i++) {
			int fd = events[i].data.fd, one = 1;

			if (fd != listener) {
				take(fd, delay);
				continue;
			}
			fd = accept(listener, NULL, NULL);
			setsockopt(
			    fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
			watch(epoll, fd);
		}
	}
}
