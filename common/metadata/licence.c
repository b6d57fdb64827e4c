/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>

#include "metadata/licence.h"

#define BASE "https://creativecommons.org/"

/* The longest URI there is: by-nc-sa, 4.0 or 3.0/xxx. */
enum { URI = 80, WORD = 24 };

/* Words are letters, digits and points within; all else is between them. */
struct words {
	struct slice rest;
	char word[WORD]; /* in lower case, cut where it is too long */
	bool capital; /* it had nothing but capital letters */
};

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool
next(struct words *w)
{
	size_t n = 0;
	const char *at;

	while (w->rest.n > 0 && !is_word(*w->rest.at)) {
		w->rest.at++;
		w->rest.n--;
	}
	at = w->rest.at;
	w->capital = true;
	while (w->rest.n > 0 &&
	    (is_word(*at) ||
		(*at == '.' && w->rest.n > 1 &&
		    isdigit((unsigned char)at[1])))) {
		if (n < WORD - 1)
			w->word[n++] = (char)tolower((unsigned char)*at);
		if (!isupper((unsigned char)*at))
			w->capital = false;
		at++;
		w->rest.n--;
	}
	w->rest.at = at;
	w->word[n] = '\0';
	return n > 0;
}

static bool
is(const struct words *w, const char *word)
{
	return strcmp(w->word, word) == 0;
}

static bool
is_any(const struct words *w, const char *const words[])
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (is(w, words[i]))
			return true;
	return false;
}

static bool
is_version(const struct words *w)
{
	return is_any(w,
	    (const char *const[]){
		"1.0", "2.0", "2.1", "2.5", "3.0", "4.0", NULL});
}

/* The parts of a licence as letters, in its order. */
struct parts {
	bool by, nc, sa, nd;
};

/* Takes the word as a part; some are in two words. */
static bool
take_part(struct words *w, struct parts *parts)
{
	struct words ahead = *w;
	bool more = next(&ahead);

	if (is_any(w, (const char *const[]){"by", "attribution", NULL})) {
		parts->by = true;
	} else if (is_any(
		       w, (const char *const[]){"nc", "noncommercial", NULL})) {
		parts->nc = true;
	} else if (is_any(w, (const char *const[]){"sa", "sharealike", NULL})) {
		parts->sa = true;
	} else if (is_any(w,
		       (const char *const[]){"nd", "noderivatives", "noderivs",
			   "noderivative", NULL})) {
		parts->nd = true;
	} else if (more && is(w, "non") && is(&ahead, "commercial")) {
		parts->nc = true;
		*w = ahead;
	} else if (more && is(w, "share") && is(&ahead, "alike")) {
		parts->sa = true;
		*w = ahead;
	} else if (more && is(w, "no") &&
	    (is(&ahead, "derivatives") || is(&ahead, "derivs"))) {
		parts->nd = true;
		*w = ahead;
	} else {
		return false;
	}
	return true;
}

static bool
is_licence(const struct parts *p)
{
	return p->by && !(p->sa && p->nd);
}

static void
put_licence(
    const struct parts *p, const char *version, const char *port, char uri[URI])
{
	snprintf(uri, URI, BASE "licenses/by%s%s%s/%.4s/%.6s%s",
	    p->nc ? "-nc" : "", p->sa ? "-sa" : "", p->nd ? "-nd" : "", version,
	    port, port[0] != '\0' ? "/" : "");
}

/* Behind a version below 4.0 a country may be named: then which licence it is
 * is not certain. */
static bool
is_ported(struct words w, const char *version)
{
	if (version[0] == '4' || !next(&w))
		return false;
	return !is_any(&w,
		   (const char *const[]){"unported", "generic", "international",
		       "license", "licence", "universal", "http", "https",
		       NULL}) &&
	    w.capital;
}

/* A licence by its name, from the word that begins it on. */
static enum licence
by_name(struct words *w, char uri[URI])
{
	struct parts parts = {0};
	char version[WORD] = "";

	do {
		if (is_any(w,
			(const char *const[]){"cc", "creative", "commons",
			    "license", "licence", "v", "version", NULL}))
			continue;
		if (is_version(w)) {
			memcpy(version, w->word, WORD);
			break;
		}
		if (!take_part(w, &parts)) {
			if (is(w, "cc0") || is(w, "zero") || is(w, "0")) {
				snprintf(
				    uri, URI, BASE "publicdomain/zero/1.0/");
				return LICENCE_CLEAR;
			}
			break;
		}
	} while (next(w));
	if (!is_licence(&parts) || version[0] == '\0' || is_ported(*w, version))
		return LICENCE_UNCLEAR;
	put_licence(&parts, version, "", uri);
	return LICENCE_CLEAR;
}

static bool
is_port(const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < n; i++)
		if (!islower((unsigned char)word[i]))
			return false;
	return n == 2 || strcmp(word, "igo") == 0 ||
	    strcmp(word, "scotland") == 0;
}

/* What follows the host of a URL; words are its segments and their parts. */
static enum licence
by_url(struct words *w, char uri[URI])
{
	struct parts parts = {0};
	char version[WORD];
	struct words ahead;

	if (!next(w))
		return LICENCE_NONE;
	if (is(w, "publicdomain")) {
		if (!next(w) || !(is(w, "zero") || is(w, "mark")))
			return LICENCE_UNCLEAR;
		snprintf(uri, URI, BASE "publicdomain/%.4s/1.0/", w->word);
		return next(w) && is(w, "1.0") ? LICENCE_CLEAR
					       : LICENCE_UNCLEAR;
	}
	if (!is_any(w, (const char *const[]){"licenses", "licences", NULL}))
		return LICENCE_NONE;
	while (next(w) && take_part(w, &parts))
		continue;
	if (!is_licence(&parts) || !is_version(w))
		return LICENCE_UNCLEAR;
	memcpy(version, w->word, WORD);
	ahead = *w;
	if (ahead.rest.n > 1 && ahead.rest.at[0] == '/' && next(&ahead) &&
	    is_port(ahead.word)) {
		*w = ahead;
		put_licence(&parts, version, ahead.word, uri);
	} else {
		put_licence(&parts, version, "", uri);
	}
	return LICENCE_CLEAR;
}

/* The next licence spoken of; LICENCE_NONE at the end of the text. */
static enum licence
find_next(struct words *w, char uri[URI])
{
	while (next(w)) {
		struct words ahead = *w;
		bool more = next(&ahead);

		if (is(w, "creativecommons") && more && is(&ahead, "org")) {
			*w = ahead;
			enum licence found = by_url(w, uri);

			if (found != LICENCE_NONE)
				return found;
		} else if (is(w, "creativecommons")) {
			return LICENCE_UNCLEAR;
		} else if (is(w, "cc0")) {
			return by_name(w, uri);
		} else if (is(w, "cc") && more &&
		    is_any(&ahead,
			(const char *const[]){"by", "0", "zero", NULL})) {
			return by_name(w, uri);
		} else if (is(w, "creative") && more && is(&ahead, "commons")) {
			return by_name(w, uri);
		} else if (is(w, "attribution") && more &&
		    (is_version(&ahead) || is(&ahead, "noncommercial") ||
			is(&ahead, "sharealike") || is(&ahead, "noderivs") ||
			is(&ahead, "noderivatives"))) {
			return by_name(w, uri);
		} else if (is(w, "public") && more && is(&ahead, "domain")) {
			*w = ahead;
			return LICENCE_UNCLEAR;
		}
	}
	return LICENCE_NONE;
}

/* A name and the URL of the same licence are one; unclear words beside a URL
 * are only its introduction. */
enum licence
licence_find(struct slice text, struct buf *out)
{
	struct words w = {.rest = text};
	char uri[URI], found[URI] = "";
	enum licence one, all = LICENCE_NONE;

	while ((one = find_next(&w, uri)) != LICENCE_NONE) {
		if (one == LICENCE_CLEAR && found[0] != '\0' &&
		    strcmp(found, uri) != 0)
			return LICENCE_UNCLEAR;
		if (one == LICENCE_CLEAR)
			memcpy(found, uri, URI);
		if (one > all)
			all = one;
	}
	if (all == LICENCE_CLEAR)
		buf_put_string(out, found);
	return all;
}
