# SPDX-License-Identifier: MIT
# What became of each photograph, for people: from rejects.tsv and matched.tsv.
# Long batches are cut to examples of every kind.
function cell(name) { return name in at ? $at[name] : "" }
function plain(text) {
	gsub(/\\t|\\n|\\r/, " ", text)
	gsub(/\\\\/, "\\", text)
	return text
}
# What a code means to somebody who has never seen it.
function words(code) { return code in meaning ? meaning[code] : code }
function problem_words(list,   n, i, code, out) {
	n = split(list, code, " ")
	for (i = 1; i <= n; i++)
		if (code[i] in meaning)
			out = out (out == "" ? "" : "; ") meaning[code[i]]
		else
			out = out (out == "" ? "" : "; ") code[i]
	return out
}
function width(text) { # in characters, of UTF-8 in bytes
	gsub(/[\200-\277]/, "", text)
	return length(text)
}
function pad(text, to) { return text sprintf("%*s", to - width(text), "") }
function line(i) {
	print "  " pad(photo[i], most[1]) "  " pad(record[i], most[2]) "  " why[i]
}
BEGIN {
	meaning["bad"] = "not a sound picture"
	meaning["retry"] = "could not be read just now"
	meaning["needs-derive"] = "not for the web as it is (img-derive makes a JPEG)"
	meaning["ambiguous"] = "several records have this number"
	meaning["contradictory"] = "its numbers belong to different records"
	meaning["none"] = "no record with a number like this"
	meaning["no-record"] = "no record was looked for"
	meaning["no-url"] = "no address on the web"
	meaning["duplicate"] = "the same as another one of this batch"
	meaning["too-long"] = "a value is longer than the portal holds"
	meaning["charset"] = "a character that the portal cannot hold"
	limit = 40
}
FNR == 1 {
	file++
	split("", at)
	for (i = 1; i <= NF; i++)
		at[$i] = i
	next
}
file == 1 {
	reason[cell("path")] = cell("reason")
	next
}
{
	n++
	path = cell("path")
	photo[n] = path
	if (index(path, photos) == 1)
		photo[n] = substr(path, length(photos) + 1)
	photo[n] = plain(photo[n])
	problems = problem_words(cell("problems"))
	record[n] = plain(cell("recordCatalogNumber"))
	if (record[n] == "")
		record[n] = "-"
	if (path in reason) {
		nout++
		kind[n] = reason[path]
		why[n] = "NO: " words(kind[n])
		if (kind[n] ~ /^(bad|retry|needs-derive)$/ && problems != "")
			why[n] = why[n] ": " problems
	} else {
		nin++
		kind[n] = ""
		why[n] = "linked" (problems == "" ? "" : "; but " problems)
	}
	count[kind[n]]++
	for (i = 1; i <= 2; i++) {
		w = width(i == 1 ? photo[n] : record[n])
		if (w > most[i])
			most[i] = w
	}
}
END {
	if (most[1] > 44)
		most[1] = 44
	each = n <= limit ? limit : 8
	for (i = 1; i <= n; i++) {
		if (shown[kind[i]]++ < each)
			line(i)
	}
	if (n > limit) {
		print ""
		print "  (at most " each " of every kind are shown)"
	}
	print ""
	print nin + 0 " of " n + 0 " photographs are linked."
	for (k in count)
		if (k != "")
			printf "%6d not linked: %s\n", count[k], words(k) | "sort -k1,1nr -k2"
	close("sort -k1,1nr -k2")
}
