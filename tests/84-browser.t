#!/bin/bash
# Odd pictures in a browser: what it shows whole is never bad, what it does not
# show is never ok. Chromium stands for all of them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/shown.sh
. "$here/shown.sh"
command -v chromium >/dev/null || skip_all "no chromium"
command -v node >/dev/null || skip_all "no node"
sanitized && skip_all "the same with sanitizers"

perl "$here/odd-pictures.pl" p 2>err || {
	sed 's/^/# /' err
	skip_all "no samples"
}

# In any/, where it is not said in advance what a picture should look like, whole
# is what differs by no more than the coding.
for file in p/*/*; do
	case $file in
	p/any/*) echo "$file p/colour.png 1.5" ;;
	p/grey/*) echo "$file p/grey.png 9" ;;
	*) echo "$file p/colour.png 9" ;;
	esac
done >list
shown <list >browser
[ -s browser ] || skip_all "chromium does not start here"
(echo path && printf '%s\n' p/*/*) >in.tsv
# judged [OPTION]: each picture, its verdict and its problems.
judged() {
	img-check "$@" in.tsv 2>>err | awk -F'\t' 'NR == 1 {
		for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ print $1, $at["verdict"], $at["problems"] }' | sort
}
judged --decode >decoded
judged >plain
is "$(join browser decoded | wc -l)" "$(printf '%s\n' p/*/* | wc -l)" \
	"a word on each"
echo "# $(wc -l <browser) pictures"

# Data that only decoding finds wrong.
content='alpha-short|deflate-cut|row-filter-5'
join browser decoded >both
while read -r file word verdict problems; do
	case $word-$verdict in
	none-ok | none-warn | whole-bad) false ;;
	*) true ;;
	esac
	ok $? "${file#p/}: $verdict ($problems), the browser shows $word"
done <both
is "$(join browser plain | grep -Ev "/($content)\." |
	grep -E ' (none (ok|warn)|whole bad)( |$)')" '' "the same without --decode"
is "$(grep -v '/any/' browser | grep -v whole)" '' \
	"what is made to be right is shown whole"
done_testing
