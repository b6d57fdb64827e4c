/* SPDX-License-Identifier: MIT */
#include "metadata/licence.h"
#include "tap.h"

#define BASE "https://creativecommons.org/"

static const struct {
	const char *text;
	enum licence licence;
	const char *uri;
} cases[] = {
    {"", LICENCE_NONE, ""},
    {"(c) 2019 Example Museum. All rights reserved.", LICENCE_NONE, ""},
    {"cc me on this by mail", LICENCE_NONE, ""},
    {"by J. Tanaka", LICENCE_NONE, ""},
    {"http://creativecommons.org/licenses/by/4.0/", LICENCE_CLEAR,
	BASE "licenses/by/4.0/"},
    {"https://creativecommons.org/licenses/by-nc/4.0", LICENCE_CLEAR,
	BASE "licenses/by-nc/4.0/"},
    {"HTTP://CreativeCommons.org/licenses/by-nc-sa/3.0/deed.en", LICENCE_CLEAR,
	BASE "licenses/by-nc-sa/3.0/"},
    {"www.creativecommons.org/licenses/by/3.0/us/", LICENCE_CLEAR,
	BASE "licenses/by/3.0/us/"},
    {"http://creativecommons.org/licenses/by/3.0/legalcode", LICENCE_CLEAR,
	BASE "licenses/by/3.0/"},
    {"https://creativecommons.org/publicdomain/zero/1.0/", LICENCE_CLEAR,
	BASE "publicdomain/zero/1.0/"},
    {"http://creativecommons.org/publicdomain/mark/1.0/deed.de", LICENCE_CLEAR,
	BASE "publicdomain/mark/1.0/"},
    {"This work is licensed under a Creative Commons Attribution 4.0 "
     "International License (http://creativecommons.org/licenses/by/4.0/).",
	LICENCE_CLEAR, BASE "licenses/by/4.0/"},
    {"CC BY 4.0", LICENCE_CLEAR, BASE "licenses/by/4.0/"},
    {"http://creativecommons.org/licenses/by/1.0/", LICENCE_CLEAR,
	BASE "licenses/by/1.0/"},
    {"http://creativecommons.org/licenses/by-nc/2.0/", LICENCE_CLEAR,
	BASE "licenses/by-nc/2.0/"},
    {"http://creativecommons.org/licenses/by/2.1/jp/", LICENCE_CLEAR,
	BASE "licenses/by/2.1/jp/"},
    {"http://creativecommons.org/licenses/by-sa/2.5/", LICENCE_CLEAR,
	BASE "licenses/by-sa/2.5/"},
    {"CC BY 4.0, Example Herbarium", LICENCE_CLEAR, BASE "licenses/by/4.0/"},
    {"cc-by-nc-nd-4.0", LICENCE_CLEAR, BASE "licenses/by-nc-nd/4.0/"},
    {"(CC-BY-SA) v. 3.0", LICENCE_CLEAR, BASE "licenses/by-sa/3.0/"},
    {"CC0", LICENCE_CLEAR, BASE "publicdomain/zero/1.0/"},
    {"CC0 1.0 Universal", LICENCE_CLEAR, BASE "publicdomain/zero/1.0/"},
    {"Creative Commons Zero v1.0", LICENCE_CLEAR,
	BASE "publicdomain/zero/1.0/"},
    {"Attribution-NonCommercial-ShareAlike 3.0 Unported", LICENCE_CLEAR,
	BASE "licenses/by-nc-sa/3.0/"},
    {"Creative Commons Attribution Non Commercial Share Alike 4.0",
	LICENCE_CLEAR, BASE "licenses/by-nc-sa/4.0/"},
    {"CC BY 3.0 US", LICENCE_UNCLEAR, ""},
    {"CC BY", LICENCE_UNCLEAR, ""},
    {"CC BY-SA-ND 4.0", LICENCE_UNCLEAR, ""},
    {"CC BY 5.0", LICENCE_UNCLEAR, ""},
    {"Creative Commons", LICENCE_UNCLEAR, ""},
    {"CREATIVECOMMONS ATTRIBUTION", LICENCE_UNCLEAR, ""},
    {"public domain", LICENCE_UNCLEAR, ""},
    {"https://creativecommons.org/licenses/by/", LICENCE_UNCLEAR, ""},
    {"CC BY 4.0 or CC BY-NC 4.0", LICENCE_UNCLEAR, ""},
};

int
main(void)
{
	struct buf uri = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_clear(&uri);
		ok(licence_find(slice_of(cases[i].text), &uri) ==
			cases[i].licence,
		    cases[i].text);
		is_slice(buf_slice(&uri), slice_of(cases[i].uri), "its URI");
	}
	buf_free(&uri);
	return done_testing();
}
