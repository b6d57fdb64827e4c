/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "run/message.h"

union control {
	struct cmsghdr head; /* for its alignment */
	char bytes[CMSG_SPACE(MESSAGE_FDS * sizeof(int))];
};

bool
message_send(
    int socket, const void *message, size_t n, const int fds[], size_t nfds)
{
	union control control;
	struct iovec part = {
	    .iov_base = (void *)(uintptr_t)message, .iov_len = n};
	struct msghdr head = {.msg_iov = &part, .msg_iovlen = 1};
	ssize_t sent;

	if (nfds > 0) {
		struct cmsghdr *c;

		memset(&control, 0, sizeof control);
		head.msg_control = &control;
		head.msg_controllen = CMSG_SPACE(nfds * sizeof *fds);
		c = CMSG_FIRSTHDR(&head);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(nfds * sizeof *fds);
		memcpy(CMSG_DATA(c), fds, nfds * sizeof *fds);
	}
	do
		sent = sendmsg(socket, &head, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)n;
}

ptrdiff_t
message_receive(
    int socket, void *message, size_t n, int fds[MESSAGE_FDS], size_t *nfds)
{
	union control control;
	struct iovec part = {.iov_base = message, .iov_len = n};
	struct msghdr head = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = &control,
	    .msg_controllen = sizeof control};
	struct cmsghdr *c;
	ssize_t got;

	*nfds = 0;
	do
		got = recvmsg(socket, &head, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	c = got >= 0 ? CMSG_FIRSTHDR(&head) : NULL;
	if (c != NULL && c->cmsg_level == SOL_SOCKET &&
	    c->cmsg_type == SCM_RIGHTS) {
		*nfds = (c->cmsg_len - CMSG_LEN(0)) / sizeof *fds;
		memcpy(fds, CMSG_DATA(c), *nfds * sizeof *fds);
	}
	return got;
}
