#!/bin/sh
# img-split: parts of a stream, and what is kept together in them.
. "$(dirname "$0")/lib.sh"

awk 'BEGIN { print "path\toriginalUrl\tname"
	for (i = 1; i <= 25; i++)
		printf "\thttps://%s.example.org%s/a/%d.jpg\t%d.jpg\n", \
			substr("abcdefg", i * i % 7 + 1, 1), i % 2 ? ":443" : "", \
			i, i }' >urls.tsv
status 0 'by rows' img-split -d parts -r 10 urls.tsv
is "$(cat out)" 'parts/000001.tsv
parts/000002.tsv
parts/000003.tsv' 'prints the names of the parts'
is "$(wc -l <parts/000001.tsv) $(wc -l <parts/000003.tsv)" '11 6' \
	'each with the header and its rows'
cat parts/000001.tsv >together
for part in 2 3; do sed 1d parts/00000$part.tsv; done >>together
same together urls.tsv 'together they are the stream'
status 2 'parts that are there' img-split -d parts -r 5 urls.tsv
like "$(cat err)" 'parts are there already; --replace removes them' 'are an error'
is "$(find parts -type f | wc -l)" 3 'and stay'
: >parts/notes.tsv
status 0 '--replace' img-split --replace -d parts -r 20 urls.tsv
is "$(cd parts && echo *)" '000001.tsv 000002.tsv notes.tsv' \
	'--replace removes parts, and nothing else'

# Another run that still reads its input has the folder.
mkfifo slow
img-split --replace -d parts slow >first 2>/dev/null &
first=$!
{
	head -n 3 urls.tsv
	wait_for test -s taken_in
	sed 1,3d urls.tsv
} >slow &
wait_for test ! -e parts/000001.tsv
status 2 'a second run into the folder' img-split --replace -d parts urls.tsv
like "$(cat err)" 'another run is writing parts there' 'ends, and says why'
echo taken >taken_in
wait $first
is "$? $(sed -s 1d parts/0*.tsv | cksum)" "0 $(sed 1d urls.tsv | cksum)" \
	'the first has all rows'

# hosts FOLDER: those that are in more than one part.
hosts() {
	for part in "$1"/*.tsv; do
		cut -f 2 "$part" | sed -n 's,https*://\([^/:]*\).*,\1,p' |
			tr "[:upper:]" "[:lower:]" | sort -u
	done | sort | uniq -d
}
img-split -d hosts -b host -r 4 urls.tsv >names
is "$(hosts hosts)" '' 'by host: each in one part'
ok "$([ "$(wc -l <names)" -gt 1 ]; echo $?)" 'of several'
is "$(sed -s 1d hosts/*.tsv | sort | cksum)" "$(sed 1d urls.tsv | sort | cksum)" \
	'no row is lost'
img-split -d four -b host -n 3 urls.tsv >names
is "$(wc -l <names) $(hosts four)" '3 ' '--parts: so many, each host in one'
sed 's,https://a,HTTP://A,' urls.tsv | img-split -d spelled -b host -n 3 >names
is "$(for part in spelled/*.tsv; do grep -ci '//a\.' "$part"; done | grep -vc '^0')" 1 \
	'a host is one, however it is spelled'
is "$(awk 'NR == 1 || NR > 2' urls.tsv | img-split -d one -b host -r 1000)" \
	one/000001.tsv 'few rows are one part'
printf 'path\na/1.jpg\nb/1.jpg\na/2.jpg\nb/2.jpg\nc/1.jpg\n' |
	img-split -d folders -b folder -r 2 >names
is "$(sed -s 1d folders/000001.tsv | tr '\n' ' ')" 'a/1.jpg b/1.jpg a/2.jpg b/2.jpg ' \
	'by folder'
is "$(sed 1d folders/000002.tsv)" c/1.jpg 'what is new begins a part'
# A host that is new goes to the part with the fewest rows, the first of several.
awk 'BEGIN { print "originalUrl"; for (i = 0; i < 5000; i++)
	printf "https://h%d.example.org/%d.jpg\n", i * i % 701, i }' >even.tsv
img-split -d even -b host -n 37 even.tsv >names
is "$(while read -r part; do echo $(($(wc -l <"$part") - 1)); done <names)" "$(
	awk -F/ 'NR > 1 {
		if (!($3 in at)) {
			best = 1
			for (k = 2; k <= 37; k++)
				if (rows[k] + 0 < rows[best] + 0)
					best = k
			at[$3] = best
		}
		rows[at[$3]]++
	}
	END { for (k = 1; k <= 37; k++) print rows[k] }' even.tsv
)" 'many hosts are shared out evenly'
head -n 1 urls.tsv | img-split -d empty >names
is "$(cat names)$(wc -l <empty/000001.tsv)" empty/000001.tsv1 \
	'no rows are a part without any'
head -c -1 urls.tsv >cut.tsv
status 2 'a stream that was cut off' img-split -d cut -r 5 cut.tsv
is "$(cat out)$(find cut -name '*.tsv' | wc -l)" 0 'has no parts'
status 0 'the next run' img-split -d cut -r 5 urls.tsv
is "$(find cut -type f | wc -l)" 5 'begins anew'

# More parts than files may be open.
perl -e 'print "originalUrl\n"; printf "https://h%d.example.org/%d.jpg\n", $_ * 7919 % 2000, $_ for 1 .. 200000' >many.tsv
img-split -d many -b host -r 1 many.tsv >names
is "$(xargs cat <names | grep -vc '^originalUrl$')" 200000 \
	'2000 hosts: no row is lost'
is "$(wc -l <names) $(hosts many)" '2000 ' 'each host is in one part'
status 2 '--directory' img-split urls.tsv
like "$(cat err)" '-d/--directory is required' 'is required'
status 2 '--parts by rows' img-split -d x -n 4 urls.tsv
done_testing
