# SPDX-License-Identifier: MIT
# Why no photograph has a record, in words: from the records' numbers (catalogue
# number, others) and the photographs' names, problems and what was looked up.
function add(list, text) { return list (list == "" ? "" : ", ") text }
# The last run of digits, without its zeros.
function digits(text) {
	if (!match(text, /[0-9]+[^0-9]*$/))
		return ""
	text = substr(text, RSTART)
	match(text, /^[0-9]+/)
	text = substr(text, 1, RLENGTH)
	sub(/^0+/, "", text)
	return text
}
function photographs(n) { return n (n == 1 ? " photograph" : " photographs") }
function letters(text) {
	match(text, /^[^0-9]*/)
	return substr(text, 1, RLENGTH)
}
function bare(text) {
	text = tolower(text)
	gsub(/[ _-]/, "", text)
	return text
}
FILENAME != "-" {
	number = $1 != "" ? $1 : $2
	nrecords++
	if (number == "")
		next
	if (nnumbers++ < 4)
		numbers = add(numbers, number)
	key = digits(number)
	if (key != "" && !(key in of))
		of[key] = number
	next
}
{
	nphotos++
	stem = $1
	sub(/\.[A-Za-z0-9]*$/, "", stem)
	if (nphotos <= 4)
		names = add(names, $1)
	if ($2 ~ /camera-name/)
		ncamera++
	if ($2 ~ /unlisted|unknown-number/)
		nunknown++
	if ($2 ~ /several-records/)
		nseveral++
	if ($2 ~ /number-inside/)
		ninside++
	key = digits(stem)
	if (length(key) < 2 || !(key in of))
		next
	lettered = letters(of[key]) != ""
	if (lettered && index(tolower(stem), tolower(of[key])) > 0)
		next
	# Only blanks and hyphens that the records do not have.
	if (lettered && of[key] !~ /[ _-]/ &&
	    index(bare(stem), bare(of[key])) > 0) {
		if (!spaced++) {
			spaced_name = $1
			spaced_number = of[key]
		}
	} else if (letters($1) != letters(of[key]) && !alike++) {
		alike_name = $1
		alike_number = of[key]
	}
}
BEGIN {
	unspaced = " -p '/([A-Z]+[ _-]*\\d+)/i' --replace '/[ _-]+/' --with ''"
}
# Where the others are linked: only what would link more of them.
function second_look(   pattern, n) {
	n = split(ENVIRON["FITTING"], pattern, "\t")
	if (n == 2)
		print "The names of " pattern[1] " hold the number of a record" \
		    " among other words. If it is theirs, this\nlinks them," \
		    " too:\n  " ENVIRON["LEFT"] " -p " pattern[2] \
		    " matched.tsv >more.tsv"
	if (spaced > 0) {
		if (n == 2)
			print ""
		print "The numbers of " photographs(spaced) " have a blank or a hyphen" \
		    " that the records' have not:\n" spaced_name " and " \
		    spaced_number ". This links them, too:\n  " ENVIRON["LEFT"] \
		    unspaced " matched.tsv >more.tsv"
	}
	if (alike > 0) {
		if (n == 2 || spaced > 0)
			print ""
		print "The digits of " photographs(alike) " are those of records, but" \
		    " the letters before them\ndiffer: " alike_name " and " \
		    alike_number ". If they are the same specimens, this links" \
		    "\nthem, too:\n  " ENVIRON["LEFT"] hint() \
		    " matched.tsv >more.tsv"
	}
}
END {
	if ("LEFT" in ENVIRON) {
		if (nphotos > 0)
			second_look()
		exit
	}
	print "None of the " nphotos " photographs could be linked to one of the " \
	    nrecords + 0 " records."
	print "  File names, for example:           " names
	print "  Numbers of records, for example:   " \
	    (numbers == "" ? "(none)" : numbers)
	print ""
	if (nnumbers == 0)
		print "The records have no number in catalogNumber or" \
		    " otherCatalogNumbers. Which column\nhas the numbers that are" \
		    " on the labels? Call it catalogNumber, and try again."
	else if (ncamera == nphotos)
		print "A camera gave the photographs their names, and these say" \
		    " nothing of specimens.\nMake a sheet with two columns, name and" \
		    " catalogNumber, that says which photograph\nshows what, and" \
		    " give it to img-match with --names; or try img-barcode, if the" \
		    "\nlabels have barcodes."
	else if (nseveral > 0)
		print "Several records have the same number as a photograph (" \
		    photographs(nseveral) "). A picture\nis linked to none of them:" \
		    " see that each number is only once in the records."
	else if (spaced > 0 && spaced >= alike)
		print "The numbers of " photographs(spaced) " have a blank or a hyphen" \
		    " that the records' have not:\n" spaced_name " and " \
		    spaced_number ". Take them out:\n " unspaced
	else if (ninside > 0 && alike * 2 < ninside)
		print "The names hold numbers of the records, but among other" \
		    " things (" photographs(ninside) ").\nSay with -p where the number" \
		    " is, for example -p '/_([A-Z]*\\d+)/'; the last lines\nof" \
		    " img-match --suggest-pattern name a pattern that fits."
	else if (alike > 0)
		print "The digits of " photographs(alike) " are those of records," \
		    " but the letters before them\ndiffer: " alike_name " and " \
		    alike_number ". If they are the same specimens, say how to get" \
		    "\nfrom one to the other:" hint() "\nIf not, these are the" \
		    " records of other specimens."
	else
		print "No number of the records is in the names. Are these the" \
		    " records of this collection,\nand is the column of numbers the" \
		    " one that the photographs are named by?"
}
function hint(   name, number) {
	name = letters(alike_name)
	number = letters(alike_number)
	if (number == "")
		return " -p '/^" name "(\\d+)/i'"
	return " -p '/(\\d+)/' --replace '/^/' --with '" number "'"
}
