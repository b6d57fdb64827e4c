/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "run/message.h"
#include "memory_gate.h"
#include "render_message.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static uint64_t most = UINT64_MAX, used;
static int asked = -1; /* the socket, in a process that renders */

/* A number in a file, or `otherwise`: "max" stands for no limit. */
static uint64_t
number_in(const char *path, uint64_t otherwise)
{
	FILE *f = fopen(path, "re");
	uint64_t value;

	if (f == NULL)
		return otherwise;
	if (fscanf(f, "%" SCNu64, &value) != 1)
		value = otherwise;
	fclose(f);
	return value;
}

uint64_t
memory_gate_default(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
	uint64_t all = pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size
					     : (uint64_t)2 << 30;
	struct rlimit limit;

	uint64_t group = number_in("/sys/fs/cgroup/memory.max", all);

	if (group < all)
		all = group;
	if (getrlimit(RLIMIT_AS, &limit) == 0 &&
	    limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < all)
		all = limit.rlim_cur;
	return all / 2;
}

void
memory_gate_set(uint64_t bytes)
{
	most = bytes;
}

void
memory_gate_ask(int socket)
{
	asked = socket;
}

/* False if it is refused, or nobody is there any more. */
static bool
ask(uint64_t bytes, bool enter)
{
	const struct render_gate question = {.bytes = bytes, .enter = enter};
	struct render_gate answer = {.enter = false};
	int none[MESSAGE_FDS];
	size_t nnone;

	return message_send(asked, &question, sizeof question, NULL, 0) &&
	    message_receive(asked, &answer, sizeof answer, none, &nnone) > 0 &&
	    answer.enter;
}

bool
memory_gate_enter(uint64_t bytes)
{
	if (asked >= 0)
		return ask(bytes, true);
	if (bytes > most)
		return false;
	pthread_mutex_lock(&lock);
	while (used > most - bytes)
		pthread_cond_wait(&freed, &lock);
	used += bytes;
	pthread_mutex_unlock(&lock);
	return true;
}

void
memory_gate_leave(uint64_t bytes)
{
	if (asked >= 0) {
		ask(bytes, false);
		return;
	}
	pthread_mutex_lock(&lock);
	used -= bytes;
	pthread_cond_broadcast(&freed);
	pthread_mutex_unlock(&lock);
}

static void *
nothing(void *context)
{
	return context;
}

const char *
memory_gate_lack(uint64_t bytes)
{
	pthread_t thread;
	void *room;

	if (pthread_create(&thread, NULL, nothing, NULL) != 0)
		return "no thread can be started";
	pthread_join(thread, NULL);
	room = mmap(NULL, (size_t)bytes + 1, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (room == MAP_FAILED)
		return "out of memory";
	munmap(room, (size_t)bytes + 1);
	return NULL;
}
