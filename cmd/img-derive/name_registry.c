/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "name_registry.h"

struct place {
	struct claim_key name;
	struct claim_key owner; /* all zero: a free place */
};

struct name_registry {
	pthread_mutex_t mutex;
	pthread_cond_t passed;
	uint64_t turn;
	struct place *places; /* a power of two, open addressing */
	size_t nplaces;
	size_t taken;
};

struct name_registry *
name_registry_new(void)
{
	struct name_registry *claims = mem_array(1, sizeof *claims);

	pthread_mutex_init(&claims->mutex, NULL);
	pthread_cond_init(&claims->passed, NULL);
	claims->nplaces = 1024;
	claims->places = mem_array(claims->nplaces, sizeof *claims->places);
	return claims;
}

void
name_registry_free(struct name_registry *claims)
{
	pthread_mutex_destroy(&claims->mutex);
	pthread_cond_destroy(&claims->passed);
	free(claims->places);
	free(claims);
}

void
name_registry_wait(struct name_registry *claims, uint64_t first)
{
	pthread_mutex_lock(&claims->mutex);
	while (claims->turn != first)
		pthread_cond_wait(&claims->passed, &claims->mutex);
	pthread_mutex_unlock(&claims->mutex);
}

void
name_registry_pass(struct name_registry *claims, uint64_t next)
{
	pthread_mutex_lock(&claims->mutex);
	claims->turn = next;
	pthread_cond_broadcast(&claims->passed);
	pthread_mutex_unlock(&claims->mutex);
}

static bool
equal(const struct claim_key *a, const struct claim_key *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

static bool
is_free(const struct place *place)
{
	static const struct claim_key none;

	return equal(&place->owner, &none);
}

/* The name's place, or the free one where it belongs. */
static struct place *
find(const struct name_registry *claims, const struct claim_key *name)
{
	size_t at;

	memcpy(&at, name, sizeof at);
	for (;; at++) {
		struct place *place =
		    &claims->places[at & (claims->nplaces - 1)];

		if (is_free(place) || equal(&place->name, name))
			return place;
	}
}

static void
grow(struct name_registry *claims)
{
	struct place *old = claims->places;
	size_t n = claims->nplaces;

	claims->nplaces = n * 2;
	claims->places = mem_array(claims->nplaces, sizeof *claims->places);
	for (size_t i = 0; i < n; i++)
		if (!is_free(&old[i]))
			*find(claims, &old[i].name) = old[i];
	free(old);
}

enum claim
name_registry_take(
    struct name_registry *claims, struct claim_key name, struct claim_key owner)
{
	struct place *place = find(claims, &name);

	if (!is_free(place))
		return equal(&place->owner, &owner) ? CLAIM_AGAIN
						    : CLAIM_REFUSED;
	*place = (struct place){name, owner};
	if (++claims->taken * 4 > claims->nplaces * 3)
		grow(claims);
	return CLAIM_NEW;
}
