#!/bin/sh
# From inside of each program that reads what strangers have made, nothing can
# be done but its work.
. "$(dirname "$0")/lib.sh"

mkdir in home
echo secret >home/secret
WALLS_SECRET=$tmp/home/secret
export WALLS_SECRET
# Sanitizers want to be first.
ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
export ASAN_OPTIONS

# inside NAME EXPECTED COMMAND...: what could be done, all but the reads.
inside() {
	inside_name=$1 inside_expected=$2
	shift 2
	LD_PRELOAD=$BUILD/walls.so "$@" >out 2>err
	if grep -q 'Landlock\|seccomp' err; then
		skip "no Landlock or seccomp" "$inside_name"
		return
	fi
	is "$(sed -n 's/^walls: //p' err | sort -u | tr '\n' ' ')" \
		"$inside_expected" "$inside_name"
}
# Nothing but its own files; or any file; or the web too.
closed='connect: refused exec: refused read: refused signal: refused trace: refused type: refused write: refused '
reads=$(printf '%s' "$closed" | sed 's/read: refused/read: done/')
web=$(printf '%s' "$reads" | sed 's/connect: refused/connect: done/')

"$BUILD/draw" seed=1 number=UCR0001001 width=64 height=80 >in/UCR0001001.jpg
printf 'path\tname\nin/UCR0001001.jpg\tUCR0001001.jpg\n' >rows.tsv
printf 'occid\tcatalogNumber\n7\tUCR0001001\n' >records.tsv
printf 'catalogNumber,url\nUCR0001001,https://example.org/a.jpg\n' >sheet.csv
mkdir archive
printf 'id\tcatalogNumber\tassociatedMedia\n1\tUCR0001001\thttps://example.org/a.jpg\n' \
	>archive/occurrence.txt

inside img-check "$reads" img-check -v rows.tsv
printf 'originalUrl\n' >urls.tsv
inside "img-check of URLs" "$web" img-check -v urls.tsv
inside img-from-csv "$closed" img-from-csv -v sheet.csv
inside img-from-dwca "$closed" img-from-dwca -v archive
inside img-match "$closed" img-match -v -r records.tsv rows.tsv
inside img-scan "$reads" img-scan -v in
inside "img-scan of the web" "$web" img-scan -v http://127.0.0.1:9/
mkdir target
inside img-put "$reads" img-put -v -t target rows.tsv
inside img-suspect "$reads" img-suspect -v rows.tsv
inside img-group "$reads" img-group -v rows.tsv
mkdir portal
printf 'mediaID\toccid\toriginalUrl\n' >portal/media.tsv
cp records.tsv portal/occurrences.tsv
inside img-audit "$reads" img-audit -v -P portal urls.tsv
# Processes that decode, too; what starts them may read.
inside img-barcode "$(printf '%s' "$closed" | sed 's/read: /read: done &/')" \
	img-barcode -v rows.tsv
inside img-report "$closed" img-report -v -o page.html rows.tsv
is "$(ls home)" secret "nothing was written"

# Whatever memory the system refuses: the walls are whole, or the program ends.
if [ -e "$BUILD/inject.so" ]; then
	nth=1 holes='' tried=0
	while :; do
		rm -f fired
		timeout 20 env INJECT_CALL=malloc INJECT_NTH=$nth INJECT_ERRNO=12 \
			INJECT_FIRED="$tmp/fired" \
			LD_PRELOAD="$BUILD/inject.so:$BUILD/walls.so" \
			img-group -v rows.tsv >out 2>err
		rc=$?
		[ -s fired ] || break
		tried=$((tried + 1)) nth=$((nth + 1))
		[ $rc -eq 2 ] && [ -s err ] && continue
		! grep 'walls: [^r].*done' err >hole && [ $rc -eq 0 ] ||
			holes="$holes $nth ($rc $(cat hole))"
	done
	is "$holes" '' "no memory: whole walls, or none and status 2"
	[ $tried -gt 20 ]
	ok $? "$tried times"
else
	skip 'sanitizers have their own malloc' "no memory: whole walls"
fi

# What the programs do themselves goes on inside.
mkdir result
for command in 'img-from-csv sheet.csv' 'img-from-dwca archive' \
	'img-match -r records.tsv rows.tsv' 'img-scan in' \
	'img-suspect rows.tsv' 'img-group rows.tsv'; do
	# shellcheck disable=SC2086 # words of a command
	status 0 "$command into a file" $command -o result/file.tsv
	[ -s result/file.tsv ]
	ok $? "which is there"
	rm -f result/file.tsv
done
# shellcheck disable=SC2002 # from a pipe it goes to a temporary file
cat sheet.csv | img-from-csv -q >out
is "$(wc -l <out)" 2 "a sheet from a pipe"
if command -v zip >/dev/null; then
	(cd archive && zip -q ../archive.zip occurrence.txt)
	# shellcheck disable=SC2002
	cat archive.zip | img-from-dwca -q >out
	is "$(wc -l <out)" 2 "an archive from a pipe"
else
	skip "no zip" "an archive from a pipe"
fi
done_testing
