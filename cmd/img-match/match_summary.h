/* SPDX-License-Identifier: MIT */
/* What is said when all rows are written. */
#ifndef IMG_MATCH_SUMMARY_H
#define IMG_MATCH_SUMMARY_H

#include "match_worker.h"

/* With -v how many of each outcome there are; warnings where none matched. */
void match_summary(const struct match_shared *shared);

#endif
