/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "registry/meaning_tables.h"

const struct translation meaning_pt_problems[] = {
    {NULL, NULL, NULL},
};

const struct translation meaning_pt_reasons[] = {
    {NULL, NULL, NULL},
};
