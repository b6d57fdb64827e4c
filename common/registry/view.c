/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/path.h"
#include "registry/view.h"

/* Lists of words, with a blank around each. */
static const char words[] =
    " ABDOMEN ABOVE ANTERIOR APEX APERTURE BACK BARCODE BARK BELOW BLOSSOM "
    "BODY BOTTOM BRANCH BUD CAP CLOSE CLOSEUP COLORCHECKER COLOUR CONE CU D "
    "DATA DATALABEL DET DETAIL DETAILS DORSAL DORSUM DOWN ENVELOPE F FACE FL "
    "FLOWER FLOWERS FR FRONT FROND FRONTAL FRUIT FRUITS GENITALIA GILL GILLS H "
    "HAB HABIT HABITAT HABITUS HEAD HORIZONTAL IMAGE IMG INFLORESCENCE INSIDE "
    "INSITU JAR LAB LABEL LABELS LAT LATERAL LEAF LEAVES LEFT LEG LEGS MACRO "
    "MICRO N NOTE NOTES OBVERSE OUTSIDE OVERVIEW P PACKET PAGE PART PHOTO PIC "
    "PICTURE PLANT POSTERIOR R RECTO REVERSE RIGHT ROOT ROOTS ROT ROTATED "
    "RULER SCALE SEED SEEDS SHEET SHELL SIDE SLIDE SORI SPECIMEN SPORES STEM "
    "STIPE TAG TAIL TEETH THORAX TOP UP V VENTER VENTRAL VERSO VERTICAL VIEW "
    "VOUCHER WHOLE WING WINGS ";

static const struct {
	enum view_tag tag;
	const char *words;
} meanings[] = {
    {VIEW_ORGANISM,
	" ABDOMEN APERTURE BARK BLOSSOM BRANCH BUD DORSAL DORSUM FACE FLOWER "
	"FLOWERS FROND FRONT FRONTAL FRUIT FRUITS GENITALIA GILL GILLS HABITUS "
	"HEAD INFLORESCENCE LATERAL LEAF LEAVES LEG LEGS PLANT SORI SPECIMEN "
	"STEM STIPE TAIL TEETH THORAX VENTER VENTRAL WING WINGS "},
    {VIEW_LABEL, " DATALABEL LABEL LABELS "},
    {VIEW_HABITAT, " HABITAT INSITU "}};

const char *const view_tag_keys[NVIEW_TAGS] = {"HasOrganism", "HasLabel",
    "HasIDLabel", "ShowsHabitat", "TypedText", "Handwriting", "HasProblem",
    "Diagnostic", "ImageOfAdult", "ImageOfImmature"};

static bool
is_listed(const char *list, struct slice word)
{
	char wanted[24] = " ";

	if (word.n == 0 || word.n > sizeof wanted - 3)
		return false;
	for (size_t i = 0; i < word.n; i++)
		wanted[i + 1] = ascii_upper(word.at[i]);
	wanted[word.n + 1] = ' ';
	return strstr(list, wanted) != NULL;
}

bool
view_is_word(struct slice word)
{
	return is_listed(words, word);
}

static unsigned
tags_of_word(struct slice word)
{
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (is_listed(meanings[i].words, word))
			return 1u << meanings[i].tag;
	return 0;
}

/* The next word of letters; *at is where to look from, then after it. */
static struct slice
next_word(struct slice text, size_t *at)
{
	size_t start;

	while (*at < text.n && !ascii_is_letter(text.at[*at]))
		(*at)++;
	start = *at;
	while (*at < text.n && ascii_is_letter(text.at[*at]))
		(*at)++;
	return (struct slice){text.at + start, *at - start};
}

unsigned
view_tags_of_text(struct slice text)
{
	unsigned tags = 0;
	struct slice word;

	for (size_t at = 0; (word = next_word(text, &at)).n > 0;)
		tags |= tags_of_word(word);
	return tags;
}

unsigned
view_tags_of_name(struct slice name)
{
	struct slice extension = path_extension(name);
	size_t at = 0;

	if (extension.n > 0)
		name.n -= extension.n + 1;
	/* What comes first is the number, or what the number begins with. */
	while (at < name.n &&
	    (ascii_is_letter(name.at[at]) || ascii_is_digit(name.at[at]) ||
		(unsigned char)name.at[at] >= 0x80))
		at++;
	return view_tags_of_text(slice_from(name, at));
}
