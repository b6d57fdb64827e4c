# SPDX-License-Identifier: MIT
# What became of each photograph, for people: from rejects.tsv and matched.tsv.
# Of long batches, examples of every kind.
function cell(name) { return name in at ? $at[name] : "" }
function plain(text) {
	gsub(/\\[tnr]/, " ", text)
	gsub(/\\\\/, "\\", text)
	return text
}
function words(reason) { return reason in meaning ? meaning[reason] : reason }
# By what, unless by the whole catalogue number.
function how(   on, rule) {
	on = cell("matchedOn")
	rule = cell("matchRule")
	return (on == "catalogNumber" || on == "" ? "" : " by " on) \
	    (rule == "padded" ? " but for its zeros" : "")
}
function width(text) { # in characters; UTF-8 seen as bytes
	gsub(/[\200-\277]/, "", text)
	return length(text)
}
function pad(text, to) {
	to -= width(text)
	return text (to > 0 ? sprintf("%" to "s", "") : "")
}
function remember(codes,   n, i, code) {
	n = split(codes, code, " ")
	for (i = 1; i <= n; i++)
		if (!(code[i] in known)) {
			known[code[i]] = 1
			legend[++nlegend] = code[i]
		}
}
# What the registry of problem codes says of it, and what to do.
function explain(code,   command, text) {
	if (code !~ /^[a-z0-9-]+$/)
		return
	command = "img-check --explain " code " 2>/dev/null"
	while ((command | getline text) > 0) {
		if (text ~ /^[a-z0-9-]+ \(reason/)
			break
		if (code != "")
			sub(/^[^:]*: /, "", text)
		print "  " pad(code, 16) text
		code = ""
	}
	close(command)
}
BEGIN {
	meaning["bad"] = "not a sound picture"
	meaning["retry"] = "could not be read just now"
	meaning["needs-derive"] = "not fit for the web as it is"
	meaning["ambiguous"] = "several records match"
	meaning["contradictory"] = "its numbers belong to different records"
	meaning["none"] = "no record was found for it"
	meaning["no-record"] = "no record was looked for"
	meaning["no-url"] = "no address on the web"
	meaning["bad-url"] = "not an address that a portal can use"
	meaning["duplicate"] = "the same as another of this batch"
	meaning["too-long"] = "a value is longer than the portal holds"
	meaning["charset"] = "a character that the portal cannot hold"
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
	record[n] = plain(cell("recordCatalogNumber"))
	if (record[n] == "")
		record[n] = "-"
	kind[n] = path in reason ? reason[path] : ""
	if (kind[n] == "" && cell("match") != "matched")
		kind[n] = cell("match")
	why[n] = kind[n] == "" ? "linked" how() : "NOT linked: " words(kind[n])
	if (cell("problems") != "")
		why[n] = why[n] " (" cell("problems") ")"
	count[kind[n]]++
	problems[n] = cell("problems")
	if (width(photo[n]) > most)
		most = width(photo[n])
	if (width(record[n]) > most_record)
		most_record = width(record[n])
}
END {
	each = n <= 40 ? n : 8
	if (most > 44)
		most = 44
	for (i = 1; i <= n; i++)
		if (shown[kind[i]]++ < each) {
			print "  " pad(photo[i], most) "  " \
			    pad(record[i], most_record) "  " why[i]
			remember(problems[i])
		}
	if (each < n)
		print "\n  (" each " of every kind; all are in matched.tsv" \
		    " and rejects.tsv)"
	print "\n" count[""] + 0 " of " n + 0 " photographs are linked." \
	    (n > count[""] ? " Not linked:" : "")
	sorter = "sort -k1,1nr -k2"
	for (k in count)
		if (k != "")
			printf "%6d  %s\n", count[k], words(k) | sorter
	close(sorter)
	print ""
	for (i = 1; i <= nlegend; i++)
		explain(legend[i])
}
