/* SPDX-License-Identifier: MIT */
/* Hosts as they are compared. */
#ifndef IMG_URL_HOST_H
#define IMG_URL_HOST_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends the form in which the hosts of URLs are alike: names in lower case,
 * their percent-encoding decoded, without the dot of the root; in labels that
 * are not ASCII the "xn--" form of IDNA (RFC 3492), without its tables: letter
 * case counts there but for Latin, Greek and Cyrillic letters; addresses in
 * brackets as RFC 5952 writes them. What is no host is percent-encoded.
 */
void url_host_put_comparable(struct buf *out, struct slice host);

#endif
