/* SPDX-License-Identifier: MIT */
#include "doubt.h"

const char *const doubt_codes[DOUBTS] = {[DOUBT_DATE] = "date-outside",
    [DOUBT_NAME] = "name-disagrees",
    [DOUBT_ORDER] = "out-of-order",
    [DOUBT_GAP] = "run-gap",
    [DOUBT_SAME] = "same-picture-other-record",
    [DOUBT_MANY] = "too-many-pictures",
    [DOUBT_TWO] = "two-pictures-neighbour-none"};
