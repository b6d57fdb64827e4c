/* SPDX-License-Identifier: MIT */
/* Specimens photographed one after the other: what leaves the order. */
#ifndef IMG_ORDER_H
#define IMG_ORDER_H

#include "base/table.h"
#include "trait.h"

/*
 * Marks rows that are out of order, second pictures where a neighbour has none,
 * and gaps in a run, in the traits of all rows in their order. `known` holds
 * order_number() of the records' numbers, or is empty if nothing is known of
 * them. False if neither the rows nor cameras and times are in an order that
 * says anything.
 */
bool order_check(struct trait *traits, size_t n, const struct table *known);

/* Of a place in a series. */
uint64_t order_number(uint64_t series, uint64_t value);

#endif
