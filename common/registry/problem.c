/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/table.h"
#include "registry/problem.h"

/* Sorted by code, for bsearch(3); a test holds it to that. */
static const struct problem problems[] = {
    {"also-bad", "img-check", SEVERITY_BAD,
	"another URL of the row (--also) is bad",
	"look at the column of its problems, urlProblems for instance"},
    {"also-retry", "img-check", SEVERITY_RETRY,
	"another URL of the row (--also) could not be checked for now",
	"check again later"},
    {"also-warn", "img-check", SEVERITY_WARN,
	"another URL of the row (--also) has a warning",
	"look at the column of its problems, urlProblems for instance"},
    {"animated", "img-check", SEVERITY_NOTE,
	"the picture is animated; its first frame counts",
	"nothing, unless another frame shows the specimen"},
    {"audit-dead", "img-audit", SEVERITY_BAD,
	"the portal has this picture, but its URL no longer gives it",
	"look whether it has moved; img-audit --remove-after finds what is to be removed"},
    {"audit-drift", "img-audit", SEVERITY_WARN,
	"its bytes are not those that the portal has noted",
	"look at it; if it is right, refresh the row: img-check --full | img-emit-sql --existing update"},
    {"audit-https", "img-audit", SEVERITY_NOTE,
	"the portal has its URL with http, and https serves it too",
	"change it: img-check --try-https | img-emit-sql --existing update"},
    {"audit-no-file", "img-audit", SEVERITY_WARN,
	"its URL is on the host of these files, but there is no such file",
	"look for it in a backup"},
    {"audit-orphan", "img-audit", SEVERITY_NOTE,
	"no picture of the portal has this file",
	"match it, or move it elsewhere"},
    {"audit-same-picture", "img-audit", SEVERITY_WARN,
	"pictures of several records have these bytes",
	"see whose picture it is"},
    {"audit-same-url", "img-audit", SEVERITY_WARN,
	"several records have this URL", "see whose picture it is"},
    {"audit-silent", "img-audit", SEVERITY_RETRY,
	"its server did not answer when it was checked", "check again later"},
    {"audit-thumbnail", "img-audit", SEVERITY_WARN,
	"it has no thumbnail, or one that is not there",
	"make one with img-derive, or run the thumbnail maintenance of the portal"},
    {"audit-unchecked", "img-audit", SEVERITY_NOTE, "no check has its URL",
	"check it with img-check"},
    {"bad-checksum", "img-check", SEVERITY_FIX,
	"the pixels are whole, but a checksum or a marker's number in the file is not right",
	"make a clean one with img-derive"},
    {"bad-date", "img-check", SEVERITY_NOTE, "the EXIF date is impossible",
	"correct the date in the file or give createDate another way; it was left empty"},
    {"barcode-cut", "img-barcode", SEVERITY_WARN,
	"bars of a code are there, but they cannot be read",
	"look whether the code is cut, covered or dirty, or of a kind that --symbology leaves out (ean13, codabar); type the number, or take the picture again"},
    {"barcode-reader-failed", "img-barcode", SEVERITY_WARN,
	"the picture cannot be decoded, or a barcode library crashed on it",
	"run img-barcode -v on it to see why; check the picture with img-check"},
    {"barcode-slate", "img-barcode", SEVERITY_BAD,
	"its code was given to the pictures after it (--carry): it shows a slate, not a specimen",
	"nothing, or give --keep-slates if it shows the specimen too"},
    {"barcode-weak", "img-barcode", SEVERITY_WARN,
	"a code was read, but by too few scan lines to be believed",
	"look at the picture; type the number, or take it again, sharper"},
    {"bmp", "img-check", SEVERITY_WARN,
	"a BMP: browsers show it, but it is large for what it shows",
	"make a JPEG or PNG of it, with img-derive for instance"},
    {"bot-wall", "img-check", SEVERITY_RETRY,
	"the server lets only browsers pass (\"checking your browser\")",
	"ask the owner of the server to let img-check pass (--contact, --user-agent); check again later"},
    {"camera-name", "img-match", SEVERITY_NOTE,
	"the name is one that cameras, phones or scanners give",
	"give a sheet with --names, or a --pattern"},
    {"changed-since", "img-check", SEVERITY_WARN,
	"its size, pixels or hash are not what the stream said",
	"look at it, and at the old values in the column before; if it is right, empty that column and refresh the portal: img-emit-sql --existing update"},
    {"changed-while-read", "img-check", SEVERITY_RETRY,
	"the file changed while it was being read",
	"wait until it is complete, and check again"},
    {"connect", "img-check", SEVERITY_RETRY, "no connection to the server",
	"check again later; if it stays, the server is gone"},
    {"connection-lost", "img-check", SEVERITY_RETRY,
	"the answer ended in the middle, or was no HTTP",
	"check again; if it stays, tell the owner of the server"},
    {"corrupt", "img-check", SEVERITY_BAD,
	"its bytes break the rules of its format",
	"get a sound copy; -v prints where it breaks"},
    {"date-outside", "img-suspect", SEVERITY_WARN,
	"it was taken long before or after the other pictures of its folder",
	"look whether it belongs there, or whether the camera's clock was wrong"},
    {"derivative-of", "img-group", SEVERITY_BAD,
	"it is the web picture or thumbnail of another picture beside it",
	"link that one; img-group makes one row of them where it is clear which file is which"},
    {"derive-blank", "img-derive", SEVERITY_NOTE,
	"the picture has one colour all over",
	"see whether the camera or the scanner has failed"},
    {"derive-broken", "img-derive", SEVERITY_BAD,
	"the picture cannot be decoded to its end",
	"get a sound copy, or save it again in an image editor"},
    {"derive-changed", "img-derive", SEVERITY_RETRY,
	"the file is not the one that was checked, or is being written",
	"check it again with img-check"},
    {"derive-derivative", "img-derive", SEVERITY_BAD,
	"it is the web picture or thumbnail of another picture beside it",
	"nothing: it is used with the picture that it belongs to"},
    {"derive-exists", "img-derive", SEVERITY_BAD,
	"the store has a file of that name that img-derive has not made, or has "
	"made with other suffixes",
	"give the suffixes that the store was made with; or look at it, and "
	"move it away or give --replace"},
    {"derive-killed", "img-derive", SEVERITY_RETRY,
	"its decoder was killed, perhaps because memory ran out",
	"run img-derive again, with fewer --jobs or a smaller --max-memory"},
    {"derive-read-error", "img-derive", SEVERITY_RETRY,
	"the disk or the network failed while the file was read",
	"look at the health of the disk, and run it again"},
    {"derive-too-many-pixels", "img-derive", SEVERITY_BAD,
	"it has more pixels than the limit (--max-megapixels)",
	"raise the limit if it is not a trap"},
    {"derive-unknown-format", "img-derive", SEVERITY_BAD,
	"no decoder for this kind of file, or a raw file without a preview",
	"convert it to TIFF or JPEG"},
    {"derive-unreadable", "img-derive", SEVERITY_BAD,
	"the file cannot be opened or read",
	"look at the path and its permissions"},
    {"dns", "img-check", SEVERITY_RETRY, "the server's name cannot be resolved",
	"look for a typing error; check again later: if it stays, the name is gone"},
    {"duplicate", "img-from-dwca", SEVERITY_BAD,
	"the archive has this picture for this record already",
	"nothing: the first row of it counts"},
    {"empty", "img-check", SEVERITY_BAD, "the file has no bytes",
	"get it again from where it came"},
    {"encoding-unclear", "img-check", SEVERITY_NOTE,
	"a text in its metadata is in an encoding that is not certain, and was left out",
	"write it again as UTF-8, or give the column another way"},
    {"end-missing", "img-check", SEVERITY_FIX,
	"the pixels are all there, but the end of the file is not",
	"make a whole one with img-derive; copy the file again if there may be more of it"},
    {"exif-corrupt", "img-check", SEVERITY_NOTE,
	"parts of its EXIF cannot be read",
	"nothing, unless the date or the creator is missed"},
    {"gain-map", "img-check", SEVERITY_NOTE,
	"the file has a second image for bright screens; the first is the picture",
	"nothing"},
    {"gbif-extension", "img-check", SEVERITY_WARN,
	"GBIF takes a URL without a picture's extension for that of a web page",
	"give it the extension of its type"},
    {"gbif-format", "img-check", SEVERITY_WARN,
	"GBIF does not know pictures of this type",
	"make a JPEG of it with img-derive"},
    {"gps", "img-check", SEVERITY_NOTE, "its metadata say where it was taken",
	"if the place must not be public, publish what img-derive makes of it"},
    {"group-unclear", "img-group", SEVERITY_WARN,
	"several files have the same stem and place, and it is not clear what each of them is",
	"say it with img-group --name, --folder or --archive, or take the files apart"},
    {"held", "img-suspect", SEVERITY_BAD,
	"one of its codes keeps the row out of the portal (img-suspect --hold)",
	"settle the doubt, or leave its code out of --hold"},
    {"host-paused", "img-check", SEVERITY_RETRY,
	"not asked for: its server has not answered several times, or has asked for a longer pause",
	"check again later"},
    {"html-instead", "img-check", SEVERITY_BAD,
	"the URL gives a web page, not a picture",
	"find the URL of the picture itself; the page may say that there is none"},
    {"http-401", "img-check", SEVERITY_BAD, "the server wants a login (401)",
	"make the picture public, or drop the row"},
    {"http-403", "img-check", SEVERITY_BAD, "the server forbids it (403)",
	"make the picture public, or drop the row; some servers forbid programs"},
    {"http-404", "img-check", SEVERITY_BAD,
	"there is nothing at this URL (404)",
	"find the new place of the picture, or drop the row"},
    {"http-408", "img-check", SEVERITY_RETRY, "the server timed out (408)",
	"check again later"},
    {"http-410", "img-check", SEVERITY_BAD,
	"the picture was taken away for good (410)", "drop the row"},
    {"http-423", "img-check", SEVERITY_RETRY,
	"the server says that it is locked (423)", "check again later"},
    {"http-425", "img-check", SEVERITY_RETRY,
	"the server asks for the request to be repeated (425)",
	"check again later"},
    {"http-429", "img-check", SEVERITY_RETRY,
	"the server says that there were too many requests (429)",
	"check again later, with a lower --rate or --max-per-host"},
    {"http-4xx", "img-check", SEVERITY_BAD,
	"the server refuses the request (another status from 400 to 499)",
	"look at the column httpStatus, and at the URL in a browser"},
    {"http-500", "img-check", SEVERITY_RETRY, "the server has failed (500)",
	"check again later; if it stays, tell the owner of the server"},
    {"http-502", "img-check", SEVERITY_RETRY,
	"a server behind the server has failed (502)", "check again later"},
    {"http-503", "img-check", SEVERITY_RETRY,
	"the server is overloaded or closed (503)",
	"check again later, with a lower --rate or --max-per-host"},
    {"http-504", "img-check", SEVERITY_RETRY,
	"a server behind the server has not answered (504)",
	"check again later"},
    {"http-5xx", "img-check", SEVERITY_RETRY,
	"the server has failed (another status above 500)",
	"check again later; if it stays, tell the owner of the server"},
    {"http-other", "img-check", SEVERITY_BAD,
	"a status that gives no picture (below 400, but not 200)",
	"look at the column httpStatus, and at the URL in a browser"},
    {"id-not-unique", "img-from-dwca", SEVERITY_NOTE,
	"several records of the archive have this core id, and their numbers differ",
	"find out which one is meant; no number was taken from them"},
    {"identifiers-disagree", "img-match", SEVERITY_NOTE,
	"the identifiers of the row belong to different records",
	"see candidates, and mend the row"},
    {"idigbio-extension", "img-check", SEVERITY_WARN,
	"iDigBio refuses a picture whose declared type is not its true one, and web servers declare it by the extension",
	"rename it after the type in the column format"},
    {"idigbio-format", "img-check", SEVERITY_WARN,
	"iDigBio takes only JPEG and JPEG 2000 (JP2)",
	"make a JPEG of it with img-derive"},
    {"iiif-several", "img-check", SEVERITY_BAD,
	"the URL is that of a IIIF manifest of several pictures, and it is not said which is meant",
	"take the URL of the picture from the manifest, a row for each that is wanted"},
    {"licence-unclear", "img-check", SEVERITY_NOTE,
	"its metadata speaks of a licence, but not certainly which one",
	"say in the column rights which licence it is, as a URI"},
    {"missing", "img-check", SEVERITY_BAD, "the file is not there",
	"find the file, or drop the row"},
    {"motion-photo", "img-check", SEVERITY_NOTE,
	"the file has a short video with it; the still image is the picture",
	"nothing"},
    {"name-barcode-differ", "img-match", SEVERITY_NOTE,
	"the barcode in the picture is of one record, and the name or number of another",
	"look at the picture: it may be the wrong one under this name"},
    {"name-disagrees", "img-match", SEVERITY_NOTE,
	"the number is of one record, and the file's or URL's own name is the number of another",
	"see candidates; mend the sheet, or link by its number with --trust sheet"},
    {"name-two-numbers", "img-match", SEVERITY_NOTE,
	"the sheet of --names gives this name several numbers",
	"see which is right, or leave them if several specimens are in the picture"},
    {"no-barcode", "img-barcode", SEVERITY_NOTE, "no barcode is in the picture",
	"nothing, if that is so; else look whether the code is large and sharp enough"},
    {"no-decoder", "img-check", SEVERITY_BAD,
	"browsers do not show this kind, and img-derive cannot decode it",
	"save it as TIFF, PNG or JPEG with the program that made it"},
    {"no-image", "img-check", SEVERITY_BAD,
	"the file is sound but has no image in it, only metadata",
	"get the picture itself"},
    {"no-number", "img-match", SEVERITY_NOTE,
	"the name holds no number, or none that a record has",
	"look for a typing error, or say where the number is with --pattern or --names"},
    {"no-web-url", "img-from-dwca", SEVERITY_BAD,
	"the archive gives no URL that begins with http:// or https://",
	"ask the publisher for the address of the picture"},
    {"not-a-file", "img-check", SEVERITY_BAD,
	"the path is a folder, a pipe or a device",
	"give the path of the picture"},
    {"not-a-picture", "img-check", SEVERITY_BAD,
	"its bytes are no picture, or one of an unknown kind",
	"look at what it is (column format, if known); get the picture"},
    {"not-a-specimen", "img-from-dwca", SEVERITY_NOTE,
	"a picture of an event, a taxon or a place, not of a specimen",
	"find out whose specimen it shows; no number was taken from the archive"},
    {"not-decoded", "img-check", SEVERITY_NOTE,
	"--decode has no decoder for its kind, or it would take too much memory or time",
	"nothing, or look at it with the program it is made for"},
    {"not-https", "img-check", SEVERITY_WARN,
	"the URL is http: browsers warn of it, and may not show it in a portal that is https",
	"use https if the server has it: --try-https finds out"},
    {"not-web", "img-check", SEVERITY_FIX,
	"a picture that browsers do not show",
	"make a JPEG of it with img-derive"},
    {"number-blank", "img-from-csv", SEVERITY_WARN,
	"a number with a no-break space, a line break or an invisible character",
	"retype the cell"},
    {"number-date", "img-from-csv", SEVERITY_WARN,
	"a number that a spreadsheet has turned into a date",
	"format the column as text and type the number again"},
    {"number-error", "img-from-csv", SEVERITY_WARN,
	"an error of the spreadsheet in place of a number",
	"mend the formula, or type the number"},
    {"number-exponent", "img-from-csv", SEVERITY_WARN,
	"a number that a spreadsheet has turned into a power of ten",
	"format the column as text and type the number again"},
    {"number-fraction", "img-from-csv", SEVERITY_WARN,
	"a number to which a spreadsheet or data frame has added .0",
	"compare it with the label"},
    {"number-in-use", "img-match", SEVERITY_NOTE,
	"no record has this catalogue number, but one has it as another of its numbers, or in another collection",
	"see candidates: link the picture to that record by its occid, or delete the code from the row if the specimen is a new one"},
    {"number-inside", "img-match", SEVERITY_NOTE,
	"the name holds the number of a record, but not where a number is safe to take",
	"see candidates, and say where the number is with --pattern or --names"},
    {"number-list", "img-from-csv", SEVERITY_WARN,
	"it looks like several numbers in one cell",
	"write them with semicolons between them, or in rows of their own"},
    {"number-lookalike", "img-from-csv", SEVERITY_WARN,
	"a number with letters or dashes that look like ASCII and are not",
	"retype the cell"},
    {"number-none", "img-from-csv", SEVERITY_WARN,
	"a word or sign for no number in place of a number",
	"leave the cell empty, or type the number"},
    {"number-parts", "img-from-csv", SEVERITY_WARN,
	"a number whose prefix or suffix is in another column",
	"put the whole number into one column, with =A2&B2&C2 for instance"},
    {"number-text", "img-from-csv", SEVERITY_WARN,
	"a file's name, a path, TRUE or FALSE, an identifier (UUID, URN, URL) or text of a web page in place of a number",
	"look for the number in another column, and type it again"},
    {"number-unsure", "img-from-csv", SEVERITY_WARN,
	"a number that somebody was not sure of: with ?, * or ca., in brackets, or below zero",
	"compare it with the label, and type the number alone"},
    {"number-zeros", "img-from-csv", SEVERITY_WARN,
	"a number that may have lost zeros that its neighbours have",
	"compare it with the label"},
    {"odd-format", "img-check", SEVERITY_WARN,
	"browsers show this kind, but few other programs do, and img-derive cannot decode it",
	"save it as PNG or JPEG"},
    {"orphan", "img-from-dwca", SEVERITY_NOTE,
	"no record of the archive has the row's core id",
	"find its record by another number, or by the name"},
    {"other-media", "img-from-dwca", SEVERITY_NOTE,
	"a sound, a video or a document, not a picture",
	"img-emit-csv --for media-import takes MP3, WAV, Ogg and PDF"},
    {"out-of-order", "img-suspect", SEVERITY_WARN,
	"its number breaks the order of the pictures around it, and the number missing there differs in one character",
	"look at the label; the number that would fit is in the column suggested"},
    {"page-not-picture", "img-check", SEVERITY_BAD,
	"the URL is that of a page about a picture: of Google Drive, Dropbox, Flickr, Commons, IIIF, a portal and the like",
	"give the URL of the picture itself: -v prints it, and --fix-urls writes it, where that is certain"},
    {"pattern-too-slow", "img-match", SEVERITY_NOTE,
	"the pattern takes too long on this name and was given up",
	"make the pattern simpler"},
    {"private-address", "img-check", SEVERITY_BAD,
	"the URL leads to a private address",
	"use a public URL, or --allow-private for servers of your own"},
    {"put-changed", "img-put", SEVERITY_RETRY,
	"the file is not the one whose MD5 the row has, or is being written",
	"run img-check or img-derive again"},
    {"put-exists", "img-put", SEVERITY_BAD,
	"at the target there is another file of that name",
	"look at it, and move it away or give --replace"},
    {"put-failed", "img-put", SEVERITY_RETRY,
	"the target or the disk has failed while it was sent",
	"run it again: what is there is not sent again"},
    {"put-name", "img-put", SEVERITY_BAD,
	"the name is not safe on a web server: hidden, too long, with control characters, or with an extension that is not of its type",
	"rename the file; img-derive gives safe names"},
    {"put-no-hash", "img-put", SEVERITY_BAD,
	"the row has no MD5 of the file, so the file may be another than the one that was checked",
	"run img-check or img-derive first"},
    {"put-no-link", "img-put", SEVERITY_RETRY,
	"it is at the target, but rclone has got no public link of it",
	"run it again; -v prints what rclone says; or give the URL of the target with -u"},
    {"put-no-picture", "img-put", SEVERITY_BAD, "its bytes are no picture",
	"look at what it is; only pictures are sent"},
    {"put-not-served", "img-put", SEVERITY_BAD,
	"it is at the target, but its public URL does not give it",
	"look at the URL in a browser, at -u, and at the web server's folder and permissions"},
    {"put-not-whole", "img-put", SEVERITY_RETRY,
	"what has arrived is not what was sent",
	"run it again with --replace; if it stays, look at the server's disk"},
    {"put-outside", "img-put", SEVERITY_BAD,
	"no regular file below the root: a link, a folder, or a path that leads out",
	"see what --root should be, and whether the path is right"},
    {"put-refused", "img-put", SEVERITY_BAD, "the target will not take it",
	"look at its permissions; -v prints the answer of the server"},
    {"put-unreadable", "img-put", SEVERITY_BAD,
	"the file is not there or cannot be read",
	"look at the path and its permissions, or derive it again"},
    {"put-url-silent", "img-put", SEVERITY_RETRY,
	"it is at the target, but the public server has not answered",
	"run it again later"},
    {"put-url-too-long", "img-put", SEVERITY_BAD,
	"its public URL would have more characters than a portal holds (255)",
	"use a shorter -u, or shorter names"},
    {"read-error", "img-check", SEVERITY_RETRY,
	"the disk or the network failed while the file was read",
	"look at the health of the disk, and check again"},
    {"redirects", "img-check", SEVERITY_BAD,
	"too many redirects, or one to where nothing can be fetched",
	"use the URL of the picture itself"},
    {"rotated", "img-check", SEVERITY_WARN,
	"it lies on its side or is mirrored until its EXIF orientation is applied: browsers do that, the portal's own thumbnails do not",
	"make upright derivatives with img-derive"},
    {"row-cut", "img-from-csv", SEVERITY_WARN,
	"the file ends in the middle of this row, so its last cell may be cut",
	"get the whole file, and start again with it"},
    {"row-mended", "img-from-csv", SEVERITY_WARN,
	"a row that breaks the rules, read in the likeliest way",
	"look at the row in the sheet"},
    {"row-short", "img-from-csv", SEVERITY_NOTE,
	"a row with fewer cells than the header",
	"look at the row in the sheet"},
    {"run-gap", "img-suspect", SEVERITY_NOTE,
	"numbers are left out in a run of pictures that follow one another",
	"see whether these specimens were not photographed, or their pictures have wrong numbers"},
    {"same-answer", "img-check", SEVERITY_WARN,
	"other URLs are redirected to the same picture",
	"look at it: it may be one that says that there is no picture"},
    {"same-picture-other-record", "img-suspect", SEVERITY_WARN,
	"the same picture, by URL, MD5 or pixels, is another record's too",
	"see whose it is; --shared-pictures if several specimens are in the picture"},
    {"several-barcodes", "img-barcode", SEVERITY_WARN,
	"several barcodes are in the picture",
	"keep the collection's own with --pattern; two specimens on a sheet need a row each"},
    {"several-images", "img-check", SEVERITY_NOTE,
	"the file has several images; the first is the picture",
	"nothing, unless another one shows the specimen"},
    {"several-numbers", "img-match", SEVERITY_NOTE,
	"there are numbers of several records in the name",
	"see candidates, and give the number with --names"},
    {"several-pages", "img-check", SEVERITY_NOTE,
	"the file has several pages; the largest is the picture",
	"make them all with img-derive --page all"},
    {"several-records", "img-match", SEVERITY_NOTE, "several records match",
	"see candidates, and put the right occid into the row"},
    {"symbiota-format", "img-check", SEVERITY_WARN,
	"the portal's importers take only JPEG, PNG, GIF and BMP",
	"make a JPEG of it with img-derive, or load it by SQL"},
    {"text-too-long", "img-check", SEVERITY_NOTE,
	"a text in its metadata is longer than the portal's column, and was left out",
	"give the column a shorter text"},
    {"thumbnail-alone", "img-group", SEVERITY_WARN,
	"a thumbnail whose picture is not there",
	"give img-group the row of the picture too"},
    {"timeout", "img-check", SEVERITY_RETRY, "the server took too long",
	"check again later, or with longer timeouts"},
    {"tiny", "img-check", SEVERITY_NOTE,
	"the picture is smaller than 200 pixels",
	"see whether it is a thumbnail of the picture that was meant"},
    {"tls", "img-check", SEVERITY_BAD,
	"no safe connection: the certificate is not trusted, or there is no common protocol",
	"tell the owner of the server; browsers do not show the picture either"},
    {"too-big", "img-check", SEVERITY_WARN,
	"the file is larger than the limit (--max-bytes)",
	"make a smaller one with img-derive"},
    {"too-many-pictures", "img-suspect", SEVERITY_WARN,
	"its record has more pictures than expected (--most)",
	"see whether they all are of this specimen, or raise --most"},
    {"too-many-pixels", "img-check", SEVERITY_FIX,
	"it has more pixels than the limit (--max-pixels), more than browsers and portals can hold",
	"make a smaller one with img-derive, if it is not a trap"},
    {"too-small-for-barcode", "img-barcode", SEVERITY_NOTE,
	"the picture is too small for a code to be read",
	"read the codes from the originals, before img-derive"},
    {"trailing-data", "img-check", SEVERITY_NOTE,
	"there are further bytes after the end of the picture",
	"nothing, or rewrite the file without them"},
    {"trailing-data-cut", "img-check", SEVERITY_WARN,
	"the picture is whole, but what follows it in the file is cut: a second picture, metadata",
	"copy it again from where it came if that is worth having"},
    {"truncated", "img-check", SEVERITY_BAD,
	"the file ends before the picture does",
	"copy it again from the card, camera or server it came from"},
    {"two-pictures-neighbour-none", "img-suspect", SEVERITY_WARN,
	"the second picture of a specimen, and the specimen beside it has none",
	"look at the label: it may be the neighbour's"},
    {"type-mismatch", "img-check", SEVERITY_WARN,
	"the server calls it another type than it is",
	"correct the server's types: some readers refuse the picture"},
    {"unknown-barcode", "img-match", SEVERITY_NOTE,
	"no record has the barcode in the picture",
	"nothing, if it is another institution's; else create the record"},
    {"unknown-number", "img-match", SEVERITY_NOTE, "no record has this number",
	"look for a typing error, or create the record"},
    {"unknown-occid", "img-match", SEVERITY_NOTE, "no record has this occid",
	"look for a typing error, or export the records again"},
    {"unlisted-name", "img-match", SEVERITY_NOTE,
	"the sheet of --names has no number for it", "add it to the sheet"},
    {"unreadable", "img-check", SEVERITY_BAD,
	"the file is there but cannot be read", "look at its permissions"},
    {"url-entity", "img-from-csv", SEVERITY_WARN,
	"the URL has &amp; for &: it was copied from the source of a web page",
	"write & instead"},
    {"url-illegal", "img-check", SEVERITY_BAD,
	"the URL is not legal (RFC 3986), or encoded twice",
	"encode the name; --fix-urls does that"},
    {"url-none", "img-from-csv", SEVERITY_WARN, "a row without a URL",
	"add the URL, or drop the row"},
    {"url-placeholder", "img-check", SEVERITY_BAD,
	"a word in place of a URL, such as empty or bad url",
	"let the portal make the picture again, or drop the row"},
    {"url-relative", "img-check", SEVERITY_WARN,
	"a path on the portal's own host, which was not asked for",
	"say which host it is with --base"},
    {"url-scheme", "img-check", SEVERITY_BAD,
	"not a URL that begins with http:// or https://",
	"give the full URL of the picture"},
    {"url-too-long", "img-check", SEVERITY_BAD,
	"the URL has more characters than a portal holds (255)",
	"use a shorter one: the portal would cut it"},
    {"url-twice", "img-from-csv", SEVERITY_WARN,
	"the URL is in an earlier row too", "drop one of the rows"},
    {"url-two-numbers", "img-from-csv", SEVERITY_WARN,
	"the URL is in an earlier row with another number",
	"see which number is right, or leave both if two specimens are in the picture"},
    {"url-unpaired", "img-from-csv", SEVERITY_WARN,
	"the cell has fewer or more URLs than there are pictures",
	"see which belongs to which picture"},
    {"wrong-extension", "img-check", SEVERITY_WARN,
	"the file name's extension is that of another type",
	"rename it after the type in the column format: web servers go by the name"},
    {"xmp-corrupt", "img-check", SEVERITY_NOTE,
	"its XMP metadata is not well-formed",
	"nothing, unless the creator or the licence is missed"},
};

enum { NPROBLEMS = sizeof problems / sizeof *problems };

const struct problem *
problem_all(size_t *n)
{
	*n = NPROBLEMS;
	return problems;
}

static int
compare(const void *code, const void *problem)
{
	return slice_compare(*(const struct slice *)code,
	    slice_of(((const struct problem *)problem)->code));
}

const struct problem *
problem_find(struct slice code)
{
	return bsearch(&code, problems, NPROBLEMS, sizeof *problems, compare);
}

/* Codes that have been appended; of many it is known by a table which. */
struct merged {
	struct buf *out;
	size_t start, n;
	struct table seen;
};

enum { FEW = 64 };

static struct slice
merged_codes(const struct merged *merged)
{
	return slice_from(buf_slice(merged->out), merged->start);
}

static bool
is_merged(struct merged *merged, struct slice word)
{
	struct slice codes = merged_codes(merged), code;

	if (merged->n > FEW)
		return !table_add(&merged->seen, table_key(word));
	while (slice_word(&codes, ' ', &code))
		if (slice_equal(code, word))
			return true;
	codes = merged_codes(merged);
	while (merged->n == FEW && slice_word(&codes, ' ', &code))
		table_add(&merged->seen, table_key(code));
	if (merged->n == FEW)
		table_add(&merged->seen, table_key(word));
	return false;
}

/* Appends a code, unless it is there. */
static void
put_word(struct merged *merged, struct slice word)
{
	if (is_merged(merged, word))
		return;
	if (merged->n++ > 0)
		buf_put_char(merged->out, ' ');
	buf_put_slice(merged->out, word);
}

void
problem_merge(
    struct buf *out, struct slice there, const char *owner, struct slice own)
{
	struct merged merged = {
	    .out = out, .start = out->n, .seen = {.set = true}};
	struct slice code;

	while (slice_word(&there, ' ', &code)) {
		const struct problem *problem = problem_find(code);

		if (problem == NULL || strcmp(problem->owner, owner) != 0)
			put_word(&merged, code);
	}
	while (slice_word(&own, ' ', &code))
		put_word(&merged, code);
	table_free(&merged.seen);
}

const char *
problem_verdict(struct slice codes)
{
	enum severity heaviest = SEVERITY_NOTE;
	struct slice code;

	while (slice_word(&codes, ' ', &code)) {
		const struct problem *problem = problem_find(code);

		if (problem != NULL && problem->severity > heaviest)
			heaviest = problem->severity;
	}
	switch (heaviest) {
	case SEVERITY_NOTE: return "ok";
	case SEVERITY_WARN: return "warn";
	case SEVERITY_FIX: return "fix";
	case SEVERITY_RETRY: return "retry";
	case SEVERITY_BAD: break;
	}
	return "bad";
}

static bool
is_heavy(struct slice verdict)
{
	return slice_equal(verdict, SLICE("bad")) ||
	    slice_equal(verdict, SLICE("retry"));
}

bool
problem_condemns(struct slice verdict, struct slice codes, const char *owner,
    struct buf *scratch)
{
	buf_clear(scratch);
	problem_merge(scratch, codes, owner, SLICE(""));
	if (is_heavy(slice_of(problem_verdict(buf_slice(scratch)))))
		return true;
	return is_heavy(verdict) &&
	    !slice_equal(verdict, slice_of(problem_verdict(codes)));
}
