/* SPDX-License-Identifier: MIT */
/* A set of occids: a bit for each, in pages of 65,536. */
#ifndef IMG_OCCID_SET_H
#define IMG_OCCID_SET_H

#include <stdbool.h>
#include <stdint.h>

struct occid_set;

struct occid_set *occid_set_new(void);
void occid_set_free(struct occid_set *set);
void occid_set_add(struct occid_set *set, uint32_t occid);
bool occid_set_has(const struct occid_set *set, uint32_t occid);

#endif
