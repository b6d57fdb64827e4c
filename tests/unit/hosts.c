/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net/hosts.h"
#include "tap.h"

static struct host_job jobs[100];

/* The names of the jobs that may start now: their indexes as letters. */
static const char *
next(struct hosts *hosts, int64_t now)
{
	static char names[101];
	struct host_job *job;
	size_t n = 0;

	while ((job = hosts_next(hosts, now)) != NULL && n < 100) {
		if (job->aside)
			names[n++] = '-';
		names[n++] = (char)('a' + (job - jobs));
	}
	names[n] = '\0';
	return names;
}

static void
starts(struct hosts *hosts, int64_t now, const char *expected, const char *why)
{
	is_slice(slice_of(next(hosts, now)), slice_of(expected), why);
}

static void
queue(struct hosts *hosts, const char *letters, const char *host)
{
	for (; *letters != '\0'; letters++)
		hosts_queue(hosts, &jobs[*letters - 'a'], slice_of(host), 0);
}

static void
done(struct hosts *hosts, char letter, enum host_result result, int64_t wait,
    int64_t now, bool again)
{
	hosts_done(hosts, &jobs[letter - 'a'], result, wait, now, again, 0);
}

static void
test_limits(void)
{
	struct host_rules rules = host_defaults;
	struct hosts *hosts;

	rules.most = 2;
	hosts = hosts_new(&rules);
	queue(hosts, "abcd", "one");
	queue(hosts, "ef", "two");
	starts(hosts, 0, "aebf", "hosts take turns, two jobs each");
	done(hosts, 'a', HOST_FINE, -1, 1, true);
	starts(hosts, 1, "a", "a further request goes before the others");
	done(hosts, 'b', HOST_FINE, -1, 1, false);
	starts(hosts, 1, "c", "one more when one is done");
	ok(hosts_due(hosts) == -1, "nothing is due by time");
	hosts_free(hosts);
}

static void
test_rate(void)
{
	struct host_rules rules = host_defaults;
	struct hosts *hosts;

	rules.interval = 100;
	hosts = hosts_new(&rules);
	queue(hosts, "abc", "one");
	starts(hosts, 0, "a", "one start at a time");
	starts(hosts, 99, "", "not yet");
	ok(hosts_due(hosts) == 100, "it tells when");
	starts(hosts, 100, "b", "after the interval");
	done(hosts, 'a', HOST_FINE, -1, 120, false);
	starts(hosts, 120, "", "an answer does not shorten it");
	starts(hosts, 500, "c", "later is later");
	hosts_free(hosts);
}

static void
test_busy(void)
{
	struct hosts *hosts = hosts_new(&host_defaults);

	queue(hosts, "abcdefgh", "one");
	queue(hosts, "z", "two");
	starts(hosts, 0, "azbcdef", "six at once");
	done(hosts, 'a', HOST_BUSY, 5000, 10, true);
	done(hosts, 'b', HOST_BUSY, 5000, 10, true);
	for (const char *c = "cdef"; *c != '\0'; c++)
		done(hosts, *c, HOST_FINE, -1, 20, false);
	starts(hosts, 5009, "", "left alone as long as it asked");
	queue(hosts, "y", "two");
	starts(hosts, 5009, "y", "others are not");
	ok(strlen(next(hosts, 5010)) == 4, "then all that waits");
	done(hosts, 'a', HOST_BUSY, 1000000, 6000, true);
	queue(hosts, "k", "one");
	starts(hosts, 6000, "-a-k", "set aside if it asks for too much");
	hosts_free(hosts);
}

static void
test_silent(void)
{
	struct hosts *hosts = hosts_new(&host_defaults);

	queue(hosts, "abcdefgh", "one");
	starts(hosts, 0, "abcdef", "six at once");
	for (const char *c = "abcde"; *c != '\0'; c++)
		done(hosts, *c, HOST_SILENT, -1, 10, false);
	starts(hosts, 10, "-g-h", "set aside after five failures");
	queue(hosts, "i", "one");
	starts(hosts, 59000, "-i", "what comes later, too");
	done(hosts, 'f', HOST_SILENT, -1, 59000, false);
	queue(hosts, "jk", "one");
	starts(hosts, 60010, "j", "then one is tried");
	done(hosts, 'j', HOST_SILENT, -1, 60020, false);
	starts(hosts, 60020, "-k", "and set aside again");
	queue(hosts, "lm", "one");
	starts(hosts, 180019, "-l-m", "twice as long");
	queue(hosts, "nopq", "one");
	starts(hosts, 180020, "n", "then one again");
	done(hosts, 'n', HOST_FINE, -1, 180030, false);
	starts(hosts, 180030, "op", "more as it answers");
	hosts_free(hosts);
}

/* Answers, but never with what was asked for. */
static void
test_trouble(void)
{
	struct hosts *hosts = hosts_new(&host_defaults);
	struct buf names = {0};
	int64_t now = 0;

	queue(hosts, "abc", "one");
	for (int i = 0; i < 9; i++) {
		struct host_job *job;

		while ((job = hosts_next(hosts, now)) == NULL)
			now = hosts_due(hosts);
		ok(!job->aside, "500: asked again");
		hosts_done(hosts, job, HOST_FAILED, -1, now, true, 0);
	}
	hosts_put_waiting(hosts, &names);
	is_slice(
	    buf_slice(&names), SLICE("one (in trouble)"), "who is waited for");
	while (strlen(next(hosts, now)) == 0)
		now = hosts_due(hosts);
	hosts_free(hosts);

	hosts = hosts_new(&host_defaults);
	queue(hosts, "a", "one");
	queue(hosts, "b", "one");
	starts(hosts, 0, "ab", "two");
	done(hosts, 'a', HOST_BUSY, 60000, 0, true);
	done(hosts, 'b', HOST_BUSY, 60000, 0, true);
	queue(hosts, "z", "two");
	starts(hosts, 10, "z", "another host");
	ok(hosts_give_up(hosts, 20), "given up on");
	starts(hosts, 20, "-b-a", "what waited there comes back at once");
	ok(!hosts_give_up(hosts, 20), "no other is in trouble");
	hosts_free(hosts);

	hosts = hosts_new(&host_defaults);
	queue(hosts, "a", "one");
	starts(hosts, 0, "a", "one that asks for a minute");
	done(hosts, 'a', HOST_BUSY, 60000, 0, true);
	starts(hosts, 61600, "a", "gets it");
	done(hosts, 'a', HOST_BUSY, 60000, 61600, true);
	starts(hosts, 61600, "-a", "but not for ever");
	hosts_free(hosts);
	buf_free(&names);
}

static void
test_again(void)
{
	struct hosts *hosts = hosts_new(&host_defaults);
	int64_t due;

	queue(hosts, "a", "one");
	starts(hosts, 0, "a", "started");
	done(hosts, 'a', HOST_FAILED, -1, 10, true);
	due = hosts_due(hosts);
	ok(due >= 510 && due <= 1510, "again after about a second");
	starts(hosts, due - 1, "", "not before");
	starts(hosts, due, "a", "then");
	hosts_free(hosts);
}

static void
test_many(void)
{
	struct hosts *hosts = hosts_new(&host_defaults);
	bool all = true;
	char name[32];

	for (int i = 0; i < 3 * HOSTS_KNOWN; i++) {
		struct host_job job = {0};

		snprintf(name, sizeof name, "host%d", i);
		hosts_queue(hosts, &job, slice_of(name), i);
		all = all && hosts_next(hosts, i) == &job;
		hosts_done(hosts, &job, HOST_FINE, -1, i, false, 0);
	}
	ok(all, "many hosts, one after the other");
	hosts_free(hosts);
}

int
main(void)
{
	test_limits();
	test_rate();
	test_busy();
	test_silent();
	test_trouble();
	test_again();
	test_many();
	return done_testing();
}
