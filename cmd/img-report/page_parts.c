/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "page_parts.h"

/* The assembler reads the files; make is run where the sources are. */
#define EMBED(name, file) \
	__asm__(".section .rodata\n" name ":\n.incbin \"" file "\"\n" name \
		"_end:\n.byte 0\n.previous\n")

EMBED("page_script_text", "cmd/img-report/page.js");
EMBED("page_style_text", "cmd/img-report/page.css");

/* Not by a table of addresses: on arm64 it has one for the whole section. */
#pragma GCC visibility push(hidden)
extern const char page_script_text[], page_script_text_end[];
extern const char page_style_text[], page_style_text_end[];
#pragma GCC visibility pop

/* Addresses: these are not places in one object for the compiler. */
static struct slice
between(const char *text, const char *end)
{
	return (struct slice){text, (uintptr_t)end - (uintptr_t)text};
}

struct slice
page_script(void)
{
	return between(page_script_text, page_script_text_end);
}

struct slice
page_style(void)
{
	return between(page_style_text, page_style_text_end);
}
