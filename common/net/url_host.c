/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>

#include "base/utf8.h"
#include "net/url_host.h"
#include "net/url_parts.h"

/* Code points of a label of a name, which DNS bounds by 63 bytes. */
enum { LABEL_MOST = 63 };

/* Parameters of RFC 3492, section 5. */
enum {
	BASE = 36,
	T_MIN = 1,
	T_MAX = 26,
	SKEW = 38,
	DAMP = 700,
	INITIAL_BIAS = 72,
	INITIAL_N = 128
};

static uint32_t
adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static void
put_digit(struct buf *out, uint32_t digit)
{
	buf_put_char(out, (char)(digit < 26 ? 'a' + digit : '0' + digit - 26));
}

/* A number of variable length, section 6.3. */
static void
put_delta(struct buf *out, uint32_t q, uint32_t bias)
{
	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = k <= bias + T_MIN ? T_MIN
		    : k >= bias + T_MAX	       ? T_MAX
					       : k - bias;

		if (q < t)
			break;
		put_digit(out, t + (q - t) % (BASE - t));
		q = (q - t) / (BASE - t);
	}
	put_digit(out, q);
}

static uint32_t
next_point(const uint32_t points[], size_t n, uint32_t from)
{
	uint32_t next = UINT32_MAX;

	for (size_t i = 0; i < n; i++)
		if (points[i] >= from && points[i] < next)
			next = points[i];
	return next;
}

static void
put_punycode(struct buf *out, const uint32_t points[], size_t n)
{
	uint32_t at = INITIAL_N, delta = 0, bias = INITIAL_BIAS, done = 0,
		 basic;

	buf_put_string(out, "xn--");
	for (size_t i = 0; i < n; i++)
		if (points[i] < INITIAL_N) {
			buf_put_char(out, (char)points[i]);
			done++;
		}
	basic = done;
	if (basic > 0)
		buf_put_char(out, '-');
	while (done < n) {
		uint32_t next = next_point(points, n, at);

		delta += (next - at) * (done + 1);
		at = next;
		for (size_t i = 0; i < n; i++) {
			delta += points[i] < at;
			if (points[i] != at)
				continue;
			put_delta(out, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			done++;
			delta = 0;
		}
		delta++;
		at++;
	}
}

/* Letters that names of hosts are written with in capitals now and then. */
static uint32_t
lower_point(uint32_t c)
{
	if (c < 128)
		return (uint32_t)(unsigned char)ascii_lower((char)c);
	if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
	    (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
		return c + 0x20;
	return c >= 0x400 && c <= 0x40F ? c + 0x50 : c;
}

static void
put_encoded(struct buf *out, struct slice part)
{
	for (size_t i = 0; i < part.n; i++)
		if (url_in_set(URL_REG_NAME, (unsigned char)part.at[i]))
			buf_put_char(out, ascii_lower(part.at[i]));
		else
			url_put_encoded(out, (unsigned char)part.at[i]);
}

static void
put_label(struct buf *out, struct slice label)
{
	uint32_t points[LABEL_MOST];
	struct slice rest = label;
	size_t n = 0;

	if (utf8_ascii(label) || !utf8_valid(label) ||
	    utf8_length(label) > LABEL_MOST) {
		put_encoded(out, label);
		return;
	}
	while (rest.n > 0)
		points[n++] = lower_point(utf8_take(&rest));
	put_punycode(out, points, n);
}

/* An address in brackets, in one form of many; false if it is none. */
static bool
put_address(struct buf *out, struct slice host)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr address;

	if (host.n < 3 || *host.at != '[' || host.at[host.n - 1] != ']' ||
	    host.n - 2 >= sizeof text)
		return false;
	memcpy(text, host.at + 1, host.n - 2);
	text[host.n - 2] = '\0';
	if (inet_pton(AF_INET6, text, &address) != 1 ||
	    inet_ntop(AF_INET6, &address, text, sizeof text) == NULL)
		return false;
	buf_put_char(out, '[');
	buf_put_string(out, text);
	buf_put_char(out, ']');
	return true;
}

static void
put_decoded(struct buf *out, struct slice host)
{
	for (size_t i = 0; i < host.n; i++) {
		int code = url_encoded(slice_from(host, i));

		buf_put_char(out, code >= 0 ? (char)code : host.at[i]);
		i += code >= 0 ? 2 : 0;
	}
}

/* The dots of IDNA are more than one. */
static size_t
dot_at(struct slice s)
{
	static const char *const dots[] = {
	    ".", "\xe3\x80\x82", "\xef\xbc\x8e", "\xef\xbd\xa1"};

	for (size_t i = 0; i < sizeof dots / sizeof *dots; i++) {
		size_t n = strlen(dots[i]);

		if (s.n >= n && memcmp(s.at, dots[i], n) == 0)
			return n;
	}
	return 0;
}

void
url_host_put_comparable(struct buf *out, struct slice host)
{
	struct buf decoded = {0};
	struct slice rest, label;
	size_t dot;

	if (put_address(out, host))
		return;
	put_decoded(&decoded, host);
	rest = label = buf_slice(&decoded);
	for (label.n = 0; rest.n > 0; rest = slice_from(rest, 1)) {
		dot = dot_at(rest);
		if (dot == 0) {
			label.n++;
			continue;
		}
		put_label(out, label);
		if (rest.n > dot)
			buf_put_char(out, '.');
		rest = slice_from(rest, dot - 1);
		label = (struct slice){rest.at + 1, 0};
	}
	put_label(out, label);
	buf_free(&decoded);
}
