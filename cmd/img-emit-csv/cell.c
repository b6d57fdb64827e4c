/* SPDX-License-Identifier: MIT */
#include "cell.h"

static bool
needs_quotes(struct slice value)
{
	if (value.n > 0 && (*value.at == ' ' || value.at[value.n - 1] == ' '))
		return true;
	for (size_t i = 0; i < value.n; i++)
		if (strchr(",\"\r\n\t", value.at[i]) != NULL)
			return true;
	return false;
}

bool
cell_is_safe(struct slice value)
{
	if (memchr(value.at, '\\', value.n) == NULL || !needs_quotes(value))
		return true;
	for (size_t i = 0; i < value.n; i++)
		if (value.at[i] == '\\' &&
		    (i + 1 == value.n || value.at[i + 1] == '"'))
			return false;
	return true;
}

bool
cell_fits_charset(struct slice value)
{
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.at[i] >= 0xF0)
			return false;
	return true;
}

void
cell_put(struct buf *out, struct slice value)
{
	bool quoted = needs_quotes(value);

	if (quoted)
		buf_put_char(out, '"');
	for (size_t i = 0; i < value.n; i++) {
		if (value.at[i] == '"')
			buf_put_char(out, '"');
		buf_put_char(out, value.at[i]);
	}
	if (quoted)
		buf_put_char(out, '"');
}
