#!/bin/sh
# img-from-csv on files that others have made.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

torture=$shared/csv-torture
[ -d "$torture" ] || skip_all "no shared data"

# csv-spectrum says in JSON what each file holds.
if command -v jq >/dev/null; then
	for f in "$torture"/npm-csv-spectrum/csvs/*.csv; do
		name=$(basename "$f" .csv)
		first=$(head -n 1 "$f" | cut -d , -f 1 | tr -d '\r')
		img-from-csv -q -m "$first=originalUrl" "$f" >out 2>err
		# The cells in the order of the sheet, as the stream has them.
		jq -r --arg first "$first" '.[] | [.[$first]] +
			[to_entries[] | select(.key != $first) | .value] |
			@tsv' "$torture/npm-csv-spectrum/json/$name.json" \
			>expected
		sed 1d out | awk -F '\t' -v OFS='\t' '{
			row = $1; for (i = 4; i <= NF; i++) row = row OFS $i
			print row }' >got
		same got expected "csv-spectrum: $name"
	done
else
	skip "no jq" "csv-spectrum"
fi

# Everything there is ends in a stream or in an error that says where.
find "$torture" "$shared/zip-torture" "$shared/specimen-lists" \
	"$shared/mime-confusion" -type f >files
while read -r f; do
	case $f in
	*.csv | *.txt | *.tsv) ways='strict --lenient' ;;
	*) ways=strict ;;
	esac
	for how in $ways; do
		[ "$how" != strict ] || how=''
		# shellcheck disable=SC2086 # no or one option
		timeout 20 img-from-csv -q $how -m '#1=originalUrl' "$f" \
			>out 2>err </dev/null
		rc=$?
		case $rc in
		0 | 1) [ "$(tail -c 1 out | wc -l)" -eq 1 ] || echo "no LF: $f" ;;
		2) grep -qF "img-from-csv: $f:" err || echo "no reason: $f" ;;
		*) echo "status $rc: $how $f" ;;
		esac
	done
done <files >wrong
is "$(cat wrong)" '' "$(wc -l <files) files: a stream or a clear error"

real=$shared/unclear-licence/specimen-lists/seinet-pere-derived
if [ -d "$real" ]; then
	img-from-csv -m references=originalUrl "$real/occurrences.csv" >out 2>err
	is $? 0 "a portal's own export"
	like "$(cat err)" 'not UTF-8: read as ISO-8859-1' "its encoding is found out"
	is "$(sed 1d out | wc -l)" 683 "all of its rows"
	iconv -f UTF-8 -t UTF-8 out >/dev/null
	ok $? "in UTF-8"
	img-from-csv "$real/multimedia.csv" >out 2>err
	is "$? $(sed 1d out | wc -l)" '0 481' "and its pictures"
else
	skip "no shared data" "a portal's own export"
fi
done_testing
