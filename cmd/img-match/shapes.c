/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "shapes.h"

/* Letters as they are, digits as a run of so many. */
static bool
make_shape(struct shape *shape, struct slice number)
{
	struct buf text = {0};
	bool fits;

	for (size_t i = 0; i < number.n;) {
		size_t digits = 0;

		while (i + digits < number.n &&
		    ascii_is_digit(number.at[i + digits]))
			digits++;
		if (digits > 0)
			buf_printf(&text, "\\d{%zu}", digits);
		else if (!ascii_is_letter(number.at[i]) &&
		    (unsigned char)number.at[i] < 0x80)
			buf_printf(&text, "[%s%c]",
			    strchr("^]\\", number.at[i]) != NULL ? "\\" : "",
			    number.at[i]);
		else
			buf_put_char(&text, number.at[i]);
		i += digits > 0 ? digits : 1;
	}
	fits = text.n > 0 && text.n <= SHAPE_TEXT_MOST;
	*shape = (struct shape){.n = text.n};
	if (fits)
		memcpy(shape->text, text.at, text.n);
	buf_free(&text);
	return fits;
}

static void
count(struct shapes *shapes, const struct shape *shape)
{
	struct shape *at = shapes->shape, *end = at + shapes->n;

	while (at < end &&
	    (at->n != shape->n || memcmp(at->text, shape->text, at->n) != 0))
		at++;
	if (at == end) {
		if (shapes->n == SHAPES_MOST)
			return;
		shapes->n++;
		*at = *shape;
		return;
	}
	at->right += shape->right;
	at->ambiguous += shape->ambiguous;
}

void
shapes_add(struct shapes *shapes, struct slice number, size_t nrecords)
{
	struct shape shape;

	if (!make_shape(&shape, number))
		return;
	shape.right = nrecords == 1;
	shape.ambiguous = nrecords > 1;
	count(shapes, &shape);
}

void
shapes_join(struct shapes *shapes, const struct shapes *others)
{
	for (size_t i = 0; i < others->n; i++)
		count(shapes, &others->shape[i]);
}

const struct shape *
shapes_best(const struct shapes *shapes)
{
	const struct shape *best = NULL;

	for (size_t i = 0; i < shapes->n; i++) {
		const struct shape *shape = &shapes->shape[i];

		if (best == NULL || shape->right > best->right ||
		    (shape->right == best->right &&
			slice_compare((struct slice){shape->text, shape->n},
			    (struct slice){best->text, best->n}) < 0))
			best = shape;
	}
	return best != NULL && best->right > 0 ? best : NULL;
}

void
shape_put_pattern(struct buf *out, const struct shape *shape)
{
	buf_put_string(out, "/(?<![A-Z0-9])(");
	buf_put(out, shape->text, shape->n);
	buf_put_string(out, ")(?!\\d)/i");
}
