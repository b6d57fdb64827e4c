/* SPDX-License-Identifier: MIT */
/* Messages between processes, with descriptors of open files. */
#ifndef IMG_MESSAGE_H
#define IMG_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Descriptors that may go with one message. */
enum { MESSAGE_FDS = 8 };

/* False on failure, with errno. The descriptors stay the caller's. */
bool message_send(
    int socket, const void *message, size_t n, const int fds[], size_t nfds);

/* The number of bytes, 0 at the end, -1 on failure; *nfds were received. */
ptrdiff_t message_receive(
    int socket, void *message, size_t n, int fds[MESSAGE_FDS], size_t *nfds);

#endif
