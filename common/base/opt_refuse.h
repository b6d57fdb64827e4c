/* SPDX-License-Identifier: MIT */
/* What is said of options that a program has not. Only for opt.c. */
#ifndef IMG_OPT_REFUSE_H
#define IMG_OPT_REFUSE_H

#include "base/opt.h"

/* "--text" that is none, the beginning of several, or takes no argument. */
_Noreturn void opt_refuse_long(const struct opt *opt, const char *text);

_Noreturn void opt_refuse_short(const struct opt *opt, char letter);

/*
 * Dies if the argument is the name of a long option after a single dash, which
 * getopt_long(3) takes for short options in a row, the rest perhaps for an
 * argument: "-records" for "-r ecords". What "-help" gives is
 * the help.
 */
void opt_refuse_one_dash(const struct opt *opt, const char *argument);

/* Dies if the operand begins with a dash as Word writes it. */
void opt_refuse_dash(const struct opt *opt, const char *operand);

#endif
