/* SPDX-License-Identifier: MIT */
#include <stdbool.h>

#include "table_cell.h"

/* DEL too: a portal takes it for the quote of a table without any. */
static bool
is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7F;
}

void
table_cell_put(struct buf *out, struct slice value)
{
	size_t plain = 0;

	while (plain < value.n && !is_control(value.at[plain]))
		plain++;
	buf_put(out, value.at, plain);
	for (size_t i = plain; i < value.n; i++)
		if (!is_control(value.at[i]))
			buf_put_char(out, value.at[i]);
		else if (value.at[i] != '\n' || value.at[i - (i > 0)] != '\r')
			buf_put_char(out, ' ');
}
