/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "net/url_parts.h"
#include "net/url_secret.h"

/* Names of parameters that hold a secret, in lower case without "-" and "_". */
static const char *const secrets[] = {"accesskey", "accesskeyid", "accesstoken",
    "apikey", "apitoken", "auth", "authkey", "authorization", "authtoken",
    "awsaccesskeyid", "bearer", "clientsecret", "credential", "credentials",
    "googleaccessid", "hmac", "idtoken", "jsessionid", "jwt", "key",
    "keypairid", "oauthsignature", "oauthtoken", "pass", "passwd", "password",
    "phpsessid", "privatekey", "pwd", "refreshtoken", "secret", "secretkey",
    "securitytoken", "sessionid", "sessiontoken", "sig", "signature", "signed",
    "token", "xamzcredential", "xamzsecuritytoken", "xamzsignature", "xapikey",
    "xgoogcredential", "xgoogsignature"};

static bool
secret_name(struct slice name)
{
	char plain[32];
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++) {
		int code = url_encoded(slice_from(name, i));
		char c = code >= 0 ? (char)code : name.at[i];

		if (code >= 0)
			i += 2;
		if (c == '-' || c == '_' || c == '.')
			continue;
		if (n == sizeof plain - 1)
			return false;
		plain[n++] = ascii_lower(c);
	}
	plain[n] = '\0';
	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
		if (strcmp(plain, secrets[i]) == 0)
			return true;
	return false;
}

/*
 * Takes the next parameter off a query; true with `value` set to the value,
 * at NULL unless it is secret.
 */
static bool
next_parameter(struct slice *query, struct slice *all, struct slice *value)
{
	struct slice rest;

	if (query->n == 0)
		return false;
	*all = url_cut_before(query, "&;");
	if (query->n > 0) {
		*query = slice_from(*query, 1);
		all->n++;
	}
	rest = *all;
	struct slice name = url_cut_before(&rest, "=&;");

	*value = SLICE_NONE;
	if (rest.n > 0 && rest.at[0] == '=') {
		rest = slice_from(rest, 1);
		rest = url_cut_before(&rest, "&;");
		if (rest.n > 0 && secret_name(name))
			*value = rest;
	}
	return true;
}

static bool
holds_secret(struct slice query)
{
	struct slice all, value;

	while (next_parameter(&query, &all, &value))
		if (value.at != NULL)
			return true;
	return false;
}

bool
url_is_secret(struct slice text)
{
	struct url url;

	url_split(text, &url);
	return url.userinfo.n > 0 || holds_secret(url.query) ||
	    holds_secret(url.fragment);
}

static void
put_redacted_query(struct buf *out, char mark, struct slice query)
{
	struct slice all, value;

	if (query.at == NULL)
		return;
	buf_put_char(out, mark);
	while (next_parameter(&query, &all, &value)) {
		if (value.at == NULL) {
			buf_put_slice(out, all);
			continue;
		}
		buf_put(out, all.at, (size_t)(value.at - all.at));
		buf_put_string(out, "…");
		buf_put_slice(out,
		    slice_from(all, (size_t)(value.at - all.at) + value.n));
	}
}

void
url_put_redacted(struct buf *out, struct slice text)
{
	struct url url;

	url_split(text, &url);
	if (url.userinfo.n > 0)
		url.userinfo = SLICE("…");
	if (url.scheme.at != NULL) {
		buf_put_slice(out, url.scheme);
		buf_put_char(out, ':');
	}
	url_put_authority(out, &url);
	buf_put_slice(out, url.path);
	put_redacted_query(out, '?', url.query);
	put_redacted_query(out, '#', url.fragment);
}
