/* SPDX-License-Identifier: MIT */
/*
 * The sections of a number format, "[<1]0.00;0" or "0;-0;;@", and which of
 * them shows a number (ECMA-376 part 1, 18.8.31).
 */
#ifndef IMG_NUMBER_SECTION_H
#define IMG_NUMBER_SECTION_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* The length of the literal at the beginning: "text", \c, [..]; 0 if none. */
size_t number_section_literal(struct slice code, struct slice *text);

/* Takes the next section off, without its ';'; false at the end. */
bool number_section_next(struct slice *code, struct slice *section);

/*
 * The section that shows the number. *minus tells whether a sign goes before
 * it: the section for negative numbers brings its own.
 */
struct slice number_section_of(struct slice code, double value, bool *minus);

/*
 * Does it show a word or a sign in place of this one number, as [=1]"male" and
 * "-" for 0 do?
 */
bool number_section_is_name(struct slice section, double value);

/* Appends the literals alone. */
void number_section_put_literals(struct buf *out, struct slice code);

/* Has it a fraction, as "# ?/?" or "# ??/16" have? */
bool number_section_is_fraction(struct slice section);

/* Appends the number, not negative, in that form: "1 3/16", with the literals
 * around it. */
void number_section_put_fraction(
    struct buf *out, struct slice section, double value);

#endif
