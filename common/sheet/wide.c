/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "sheet/wide.h"

enum { WORD_MOST = 64 };

static const char pictures[] =
    " image images img imageurl imagelink photo photos photograph "
    "photographs pic pics picture pictures foto fotos photourl media "
    "scan scans bild bilder imagen associatedmedia accessuri "
    "originalurl largeurl imagem imagens imagenes im\xC3\xA1genes "
    "fotografia fotografias fotograf\xC3\xAD"
    "a fotograf\xC3\xAD"
    "as "
    "photographie photographies afbeelding afbeeldingen immagine "
    "immagini ";
static const char thumbnails[] =
    " thumb thumbs thumbnail thumbnails tn miniatura miniaturas "
    "miniature miniatures vorschau ";
/* A file is a picture's if that is all it says. */
static const char files[] =
    " file files filename filenames datei dateiname dateien fichier "
    "fichiers archivo archivos arquivo bestand bestandsnaam arquivos "
    "bestanden ";
static const char fillers[] =
    " url urls uri link links of the no nr number name names nom du de "
    "del nome nombre da do di des d l der enlace lien ";
static const char views[] =
    " front back label labels left right top bottom side dorsal ventral "
    "lateral frontal anterior posterior habitus habit head face wing "
    "wings leaf leaves flower flowers fruit fruits bark stem seed seeds "
    "root detail details closeup close up whole overview general recto "
    "verso profile upper lower underside upperside inside outside "
    "etikett etiketten etiqueta etiquetas \xC3\xA9tiquette "
    "\xC3\xA9tiquettes etiquette r\xC3\xB3tulo rotulo vorderseite "
    "r\xC3\xBC"
    "ckseite frente dorso anverso reverso flor flores fleur "
    "fleurs fruto frutos hoja hojas folha folhas feuille feuilles blatt "
    "bl\xC3\xBCte frucht detalle detalhe d\xC3\xA9tail ";
/* An address beside a picture is not the picture. */
static const char others[] =
    " license licence licenses licences rights copyright page pages "
    "website homepage source reference references record records owner "
    "creator photographer author credit credits terms id ids guid "
    "identifier metadata manifest info notes note date type format "
    "licencia licen\xC3\xA7"
    "a licenca lizenz autor auteur "
    "fot\xC3\xB3grafo fotografo fotograf photographe p\xC3\xA1gina "
    "pagina seite fuente fonte quelle caption leyenda legenda "
    "l\xC3\xA9gende titel t\xC3\xADtulo titulo titre ";

static bool
listed(const char *list, struct slice word)
{
	char padded[WORD_MOST + 3];

	if (word.n > WORD_MOST)
		return false;
	padded[0] = ' ';
	for (size_t i = 0; i < word.n; i++)
		padded[i + 1] = ascii_lower(word.at[i]);
	padded[word.n + 1] = ' ';
	padded[word.n + 2] = '\0';
	return strstr(list, padded) != NULL;
}

static bool
is_part(char c)
{
	return ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

/* The next word: digits, or letters up to where a new capital begins. */
static bool
next_word(struct slice *rest, struct slice *word)
{
	size_t n = 0;

	while (rest->n > 0 && !is_part(*rest->at) && !ascii_is_digit(*rest->at))
		*rest = slice_from(*rest, 1);
	if (rest->n == 0)
		return false;
	if (ascii_is_digit(*rest->at)) {
		while (n < rest->n && ascii_is_digit(rest->at[n]))
			n++;
	} else {
		while (n < rest->n && is_part(rest->at[n]) &&
		    !(n > 0 && rest->at[n] >= 'A' && rest->at[n] <= 'Z' &&
			rest->at[n - 1] >= 'a' && rest->at[n - 1] <= 'z'))
			n++;
	}
	*word = (struct slice){rest->at, n};
	*rest = slice_from(*rest, n);
	return true;
}

struct wide
wide_read(struct slice heading, struct buf *view)
{
	struct wide wide = {0};
	bool picture = false, file = false, only_views = true, other = false;
	size_t start = view->n;
	struct slice word;

	while (next_word(&heading, &word)) {
		if (ascii_is_digit(*word.at)) {
			wide.numbered = true;
		} else if (listed(pictures, word)) {
			picture = true;
		} else if (listed(thumbnails, word)) {
			wide.thumbnail = true;
		} else if (listed(files, word)) {
			file = true;
		} else if (!listed(fillers, word)) {
			other = other || listed(others, word);
			only_views = only_views && listed(views, word);
			if (view->n > start)
				buf_put_char(view, ' ');
			buf_put_slice(view, word);
		}
	}
	wide.plain = (picture || file) && (view->n == start || only_views);
	wide.picture = !other &&
	    (picture || wide.thumbnail || wide.plain ||
		(view->n > start && only_views));
	return wide;
}
