/* SPDX-License-Identifier: MIT */
/* The page has every word in every language, with the same places in it. */
#include <stdio.h>
#include <string.h>

#include "../../cmd/img-report/page_words.h"
#include "tap.h"

static bool
has_place(enum page_word word, int language, const char *place)
{
	return strstr(page_word(word, (enum language)language), place) != NULL;
}

int
main(void)
{
	for (int language = 0; language < NLANGUAGES; language++) {
		bool all = true;

		for (int w = 0; w < NPAGE_WORDS; w++) {
			enum page_word word = (enum page_word)w;
			const char *text =
			    page_word(word, (enum language)language);
			bool good = text != NULL && *text != '\0' &&
			    has_place(word, language, "{0}") ==
				has_place(word, LANGUAGE_EN, "{0}") &&
			    has_place(word, language, "{1}") ==
				has_place(word, LANGUAGE_EN, "{1}");

			if (!good)
				printf("# word %d\n", w);
			all = all && good;
		}
		ok(all, language_code((enum language)language));
	}
	return done_testing();
}
