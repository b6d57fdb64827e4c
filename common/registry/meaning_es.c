/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "registry/meaning_tables.h"

const struct translation meaning_es_problems[] = {
    {NULL, NULL, NULL},
};

const struct translation meaning_es_reasons[] = {
    {NULL, NULL, NULL},
};
