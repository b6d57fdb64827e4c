/* SPDX-License-Identifier: MIT */
/* What the page says itself, in every language. */
#ifndef IMG_PAGE_WORDS_H
#define IMG_PAGE_WORDS_H

#include "registry/language.h"

/* In the order of the table; {0} and {1} are replaced. */
enum page_word {
	WORD_TITLE,
	WORD_LINKED, /* the result of a row that a sink takes */
	WORD_GOOD,
	WORD_LISTED,
	WORD_SAY_LINKED, /* the sentence */
	WORD_SAY_GOOD,
	WORD_SAY_LISTED,
	WORD_SAY_NONE,
	WORD_PERSON,
	WORD_PERSON_ONE,
	WORD_LATER,
	WORD_LATER_ONE,
	WORD_DONE, /* nothing is to be done for them */
	WORD_DONE_ONE,
	WORD_STATIC, /* above the table without a script */
	WORD_WHAT_TO_DO,
	WORD_TABLE,
	WORD_GALLERY,
	WORD_SEARCH,
	WORD_SORT,
	WORD_SORT_NEED,
	WORD_SORT_ORDER,
	WORD_PICTURE,
	WORD_NAME,
	WORD_NUMBER,
	WORD_RECORD,
	WORD_CANDIDATES,
	WORD_SUGGESTION,
	WORD_RESULT,
	WORD_PROBLEM,
	WORD_VERDICT,
	WORD_FOLDER,
	WORD_HOST,
	WORD_COLLECTION,
	WORD_FORMAT,
	WORD_FILTERS,
	WORD_CLEAR,
	WORD_SHOWING, /* {0} to {1} of {2} */
	WORD_NOTHING, /* no row is left */
	WORD_PREVIOUS,
	WORD_NEXT,
	WORD_SAVE,
	WORD_SAVE_DECISIONS,
	WORD_SAVE_NAMES,
	WORD_SAVE_HELP,
	WORD_DECIDE, /* label of a row's field */
	WORD_EMPTY, /* no value */
	WORD_MORE, /* values of a filter */
	WORD_NO_PICTURE,
	WORD_BARCODE, /* a picture of it */
	WORD_REASONS,
	WORD_VERDICT_OK,
	WORD_VERDICT_WARN,
	WORD_VERDICT_FIX,
	WORD_VERDICT_BAD,
	WORD_VERDICT_RETRY,
	WORD_MATCH_MATCHED,
	WORD_MATCH_AMBIGUOUS,
	WORD_MATCH_CONTRADICTORY,
	WORD_MATCH_NONE,
	NPAGE_WORDS
};

const char *page_word(enum page_word word, enum language language);

/* What the script knows it by, "saveNames"; NULL if it need not know it. */
const char *page_word_key(enum page_word word);

#endif
