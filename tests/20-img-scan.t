#!/bin/sh
# img-scan: what is listed, in which order, with which URLs, and what is said.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

tab=$(printf '\t')

# put FILE...: empty pictures of a fixed date.
put() {
	for file in "$@"; do
		mkdir -p "$(dirname "$file")"
		: >"$file"
		touch -d 2020-02-29T23:59:58Z "$file"
	done
}

# paths ARGUMENT...: the paths listed, on one line.
paths() {
	img-scan "$@" 2>err | tail -n +2 | cut -f 1 | tr '\n' ' '
}

# urls ARGUMENT...: the same of the URLs.
urls() {
	img-scan "$@" 2>err | tail -n +2 | cut -f 2 | tr '\n' ' '
}

# A tree of everything.
put p/a.jpg p/a-b.jpg p/a/1.jpg p/a/2.JPG p/a.d/z.tiff p/b/c/d/x.png \
	p/Z.jpeg p/_.gif 'p/[x].dng' 'p/sp ace%41#?.jpg' 'p/é/ü.webp' \
	"p/tab${tab}here.jpg" "p/new
line.jpg" "p/cr$(printf '\r.')jpg" 'p/back\slash.jpg' "p/q\"uo/it's.jpg" \
	"p/$(printf '%0251d' 7).jpg" p/note.txt p/jpg p/.hidden.jpg \
	p/.folder/x.jpg p/empty/readme
printf 'seven b' >p/a/1.jpg
touch -d 1969-12-31T23:59:59Z p/a/1.jpg
touch -d 2000-03-01T00:00:00.999Z p/a/2.JPG
mkfifo p/pipe.jpg
ln -s a p/link
ln -s a/1.jpg p/link.jpg

status 0 "a tree" img-scan -u https://img.example.org/x p
same out "$golden/img-scan/tree.tsv" "the rows of a tree"
is "$(cat err)" '' "nothing is said"
tail -n +2 out | cut -f 1 >listed
ok "$(LC_ALL=C sort -c listed; echo $?)" "in the order of sort"
cp out expected
for jobs in 1 2 7 64; do
	img-scan -j "$jobs" -u https://img.example.org/x p >out
	same out expected "the same with -j $jobs"
done
for path in p p/ ./p; do img-scan "$path" | sed 1d; done | cut -f 1 |
	awk '{ sub(/^\.?\/*p\/+/, "p/"); n[$0]++ }
		END { for (p in n) if (n[p] != 3) print p }' >out
is "$(cat out)" '' "paths as given"
is "$(img-scan p/ | sed -n 2p | cut -c 1-4)" 'p/00' "no slash is doubled"
is "$(cd p/b/c && img-scan . | tail -n 1 | cut -f 1,3)" \
	"./d/x.png${tab}x.png" "the current folder"

status 0 "-v" img-scan -v p
is "$(cat err)" "img-scan: 17 listed, 9 folders read; left out: 3 with other \
extensions (-e, -a), 2 hidden (--hidden), 2 symbolic links (-L), 1 neither \
file nor folder" "-v counts what was left out"
status 0 "an empty folder" img-scan p/empty
like "$(cat err)" '^img-scan: 0 listed, 1 folder read; left out: 1 with' \
	"nothing found is said without -v"
is "$(cat out)" "path${tab}originalUrl${tab}name${tab}bytes${tab}modified" \
	"and the header is there"
status 0 "-q" img-scan -q p/empty
is "$(cat err)" '' "but not with -q"

# Order, against sort, with bytes that are escaped or near the slash.
mkdir order
awk 'BEGIN {
	srand(7)
	for (i = 0; i < 400; i++) {
		path = "order"
		for (depth = 1 + int(rand() * 3); depth > 0; depth--)
			path = path "/" word()
		print path ".jpg"
	}
}
function word(  s, n) {
	for (n = 1 + int(rand() * 4); n > 0; n--)
		s = s substr("ab-.!0\\~\t\r 1Z", 1 + int(rand() * 13), 1)
	return s ~ /^\./ ? "x" s : s
}' >names
while IFS= read -r name; do
	mkdir -p "${name%/*}" && : >"$name"
done <names
find order -type f -name '*.jpg' ! -path '*/.*' |
	sed 's/\\/\\\\/g; s/\t/\\t/g; s/\r/\\r/g' |
	sort >expected
img-scan order | tail -n +2 | cut -f 1 >out
same out expected "400 names in the order of sort"
img-scan -j1 -u https://h/ order >one
img-scan -j5 -u https://h/ order >five
same five one "and for any -j"

# Which entries.
put e/a.jpg e/b.JPG e/c.txt e/d.tar.gz e/noext e/x.jpg/y.png e/.jpg
is "$(paths e)" 'e/a.jpg e/b.JPG e/x.jpg/y.png ' "default extensions"
is "$(paths -e txt e)" 'e/c.txt ' "-e"
is "$(paths -e '.TXT, jpg' -e tar.gz e)" \
	'e/a.jpg e/b.JPG e/c.txt e/d.tar.gz ' "-e with dots, blanks, twice"
is "$(paths -a e)" \
	'e/a.jpg e/b.JPG e/c.txt e/d.tar.gz e/noext e/x.jpg/y.png ' "-a"
is "$(paths -a --hidden e)" "e/.jpg $(paths -a e)" "--hidden"
is "$(paths --hidden e)" "$(paths e)" ".jpg has no extension"
for extension in jpg jpeg jpe jfif png gif webp bmp dib tif tiff jp2 j2k jpf \
	jpx jph heic heif hif avif jxl dng cr2 cr3 crw nef nrw arw srf sr2 raf orf \
	rw2 raw rwl pef dcr kdc 3fr fff iiq mef mos mrw x3f erf srw gpr; do
	put "kinds/x.$extension"
done
is "$(img-scan kinds | tail -n +2 | wc -l)" 48 "48 kinds without -e"
put g/a.jpg g/b.jpg g/tn/a.jpg g/tn/c.jpg g/deep/tn/a.jpg g/a_tn.jpg
is "$(paths --include 'a*' g)" 'g/a.jpg g/a_tn.jpg g/deep/tn/a.jpg g/tn/a.jpg ' \
	"--include"
is "$(paths --include 'a*' --include 'c*' --exclude '*_tn.jpg' g)" \
	'g/a.jpg g/deep/tn/a.jpg g/tn/a.jpg g/tn/c.jpg ' \
	"two of them, and --exclude"
is "$(paths --exclude tn/ g)" 'g/a.jpg g/a_tn.jpg g/b.jpg ' \
	"--exclude of a folder"
is "$(paths --exclude tn g)" 'g/a.jpg g/a_tn.jpg g/b.jpg ' \
	"also without a slash"
is "$(paths --exclude /tn g)" 'g/a.jpg g/a_tn.jpg g/b.jpg g/deep/tn/a.jpg ' \
	"--exclude at the top"
is "$(paths --exclude 'deep/*' g)" \
	'g/a.jpg g/a_tn.jpg g/b.jpg g/tn/a.jpg g/tn/c.jpg ' \
	"--exclude with a path"
is "$(paths --include '*/tn/*' g)" 'g/deep/tn/a.jpg ' \
	"a star matches slashes in paths"
is "$(paths --exclude 'a.jpg/' g/a.jpg)" 'g/a.jpg ' "a named file is listed"
is "$(paths --max-depth 1 g)" 'g/a.jpg g/a_tn.jpg g/b.jpg ' "--max-depth 1"
is "$(paths --max-depth 2 g)" \
	'g/a.jpg g/a_tn.jpg g/b.jpg g/tn/a.jpg g/tn/c.jpg ' "--max-depth 2"
img-scan -v --max-depth 2 g >out 2>err
like "$(cat err)" '1 folder below --max-depth' "and counted"

put age/old.jpg age/new.jpg age/ahead.jpg age/later.jpg
touch age/new.jpg
touch -d '+10 minutes' age/ahead.jpg
touch -d '+10 days' age/later.jpg
is "$(paths --min-age 15m age)" 'age/later.jpg age/old.jpg ' "--min-age"
is "$(paths --min-age 15m age/new.jpg age/old.jpg)" 'age/old.jpg ' \
	"also for files that are named"

# Links.
mkdir links
put links/real/a.jpg links/one.jpg
ln -s ../one.jpg links/real/b.jpg
ln -s .. links/real/up
ln -s real links/s
ln -s nowhere links/lost.jpg
ln -s nowhere links/lost
ln -s round.jpg links/round.jpg
is "$(paths links)" 'links/one.jpg links/real/a.jpg ' "links are passed over"
is "$(paths links/s links/s/b.jpg)" 'links/s/a.jpg links/s/b.jpg ' \
	"but not those that are named"
status 1 "-L with links that lead nowhere" img-scan -L links
is "$(tail -n +2 out | cut -f 1 | tr '\n' ' ')" \
	'links/one.jpg links/real/a.jpg links/real/b.jpg links/s/a.jpg links/s/b.jpg ' \
	"-L follows links"
is "$(sort err)" "img-scan: links/lost.jpg: symbolic link: No such file or directory
img-scan: links/round.jpg: symbolic link: Too many levels of symbolic links" \
	"-L names those that lead nowhere"
rm links/lost* links/round.jpg
status 0 "-L with a loop" img-scan -L -v links
like "$(cat err)" 'links/real/up: a link to a folder above' \
	"a loop ends"

# URLs.
put u/a.jpg 'u/box 1/ü.jpg'
encoded='box%201/%C3%BC.jpg'
is "$(urls -u https://h/x/ u)" "https://h/x/a.jpg https://h/x/$encoded " "-u"
is "$(urls -u https://h/x u/)" "https://h/x/a.jpg https://h/x/$encoded " \
	"-u without a slash"
is "$(urls -u /imglib/x u/a.jpg)" '/imglib/x/a.jpg ' "-u from the server's root"
is "$(urls -u 'https://h/get?f=' u)" "https://h/get?f=a.jpg https://h/get?f=$encoded " \
	"-u with a query"
is "$(urls -u https://h u/a.jpg 'u/box 1/ü.jpg' 'u/box 1')" \
	'https://h/a.jpg https://h/%C3%BC.jpg https://h/%C3%BC.jpg ' \
	"an operand stands for the base"
is "$(urls -u https://h --root ./u u/a.jpg .//u/./box\ 1)" \
	"https://h/a.jpg https://h/$encoded " "--root"
is "$(urls -u https://h --root "$PWD/u" "$PWD/u")" \
	"https://h/a.jpg https://h/$encoded " "--root, absolute"
is "$(urls -u https://h --root / /proc/self/status)" \
	'https://h/proc/self/status ' "--root /"
for path in e/a.jpg "$PWD/u/a.jpg" u/../u/a.jpg uu; do
	mkdir -p uu
	img-scan -u https://h --root u "$path" u/a.jpg >out 2>err
	is "$?$(wc -l <out)" 12 "--root: $path has no URL"
done
is "$(cd u && printf '%s\n' a.jpg './/./box 1//ü.jpg' . |
	img-scan -f - -u https://h | cut -f 2 | tr '\n' ' ')" \
	"originalUrl https://h/a.jpg https://h/$encoded \
https://h/a.jpg https://h/$encoded " "-u with a list"
for path in "$PWD/u/a.jpg" u/../u/a.jpg ..; do
	echo "$path" | img-scan -u https://h -f - >out 2>err
	is "$?$(wc -l <out)" 11 "a list: $path has no URL"
	like "$(cat err)" '^img-scan: <stdin>:1: .*URL' "and is named"
done
for base in 'https://h/a b' ftp://h/ h/x https:// https://me:pw@h/ \
	'https://h/?token=1' https://h/#x; do
	status 2 "-u '$base' is misuse" img-scan -u "$base" u
done

# Files, URLs, what is not there.
is "$(img-scan -a p/note.txt p/.hidden.jpg p/pipe.jpg nowhere u/a.jpg 2>err |
	cut -f 1 | tr '\n' ' ')" 'path p/note.txt p/.hidden.jpg u/a.jpg ' \
	"named files are listed whatever they are called"
is "$(cat err)" 'img-scan: p/pipe.jpg: neither a file nor a folder
img-scan: nowhere: No such file or directory' "others are named"
status 1 "and the status is 1" img-scan nowhere p
is "$(wc -l <out)" 18 "the rest goes on"
img-scan HTTPS://h/a%20b/c%20d.jpg?x=y u/a.jpg "http://h/$tab" |
	tail -n +2 | cut -f 1-3 >out
printf '%s\t%s\t%s\n' '' 'HTTPS://h/a%20b/c%20d.jpg?x=y' 'c d.jpg' \
	u/a.jpg '' a.jpg '' 'http://h/\t' '\t' >expected
same out expected "URLs become rows"

# Lists.
printf '\357\273\277u/a.jpg\r\n\n  \nhttps://h/x.jpg\nu/box 1/ü.jpg' >list
status 1 "a list" img-scan -f list
is "$(tail -n +2 out | cut -f 1,3 | tr '\n\t' '  ')" \
	'u/a.jpg a.jpg  x.jpg u/box 1/ü.jpg ü.jpg ' \
	"with BOM, CRLF, empty lines, no last LF"
is "$(cat err)" 'img-scan: list:3:   : there is a blank before or after the name' \
	"a message has the line"
printf 'p/new\nline.jpg\0\0u/a.jpg' |
	img-scan -0f - | tail -n +2 | cut -f 1 >out
printf 'p/new\\nline.jpg\nu/a.jpg\n' >expected
same out expected "-0"
echo u/a.jpg >list1 && echo e/a.jpg >list2
is "$(paths -f list1 -f list2 g/a.jpg)" 'g/a.jpg u/a.jpg e/a.jpg ' \
	"operands first, then lists"
printf 'u/a.jpg\0' >list
status 2 "a NUL in a line" img-scan -f list
like "$(cat err)" 'list:1: a NUL byte' "and said where"
head -c 1200000 /dev/zero | tr '\0' x >list
status 2 "a line that never ends" img-scan -f list
: >list
status 0 "an empty list" img-scan -f list
status 2 "a list that is not there" img-scan -f nowhere
status 2 "a folder as list" img-scan -f p
# A list that comes slowly is answered before it ends.
mkfifo names.fifo
img-scan -f names.fifo >slow 2>err &
exec 9>names.fifo
printf 'u/a.jpg\nu/a.jpg\n' >&9
wait_for grep -q 'u/a.jpg' slow
ok $? "rows come while the list is still open"
exec 9>&-
wait $!
is $? 0 "and it ends with the list"

# Names that cannot be listed.
bad=$(printf 'bad\377')
if mkdir "$bad" 2>err; then
	put n/ok.jpg "n/$bad.jpg" "n/$bad/x.jpg" "n/$bad.txt"
	status 1 "names that are not UTF-8" img-scan n
	is "$(tail -n +2 out | cut -f 1)" n/ok.jpg "the rest goes on"
	is "$(sort err)" 'img-scan: n/bad\xFF.jpg: the name is not UTF-8
img-scan: n/bad\xFF: the name is not UTF-8' "they are named, escaped"
	status 1 "an operand that is not UTF-8" img-scan "$bad" u
	is "$(wc -l <out)" 3 "the rest goes on"
	echo "$bad" | img-scan -f - >out 2>err
	is $? 1 "a line that is not UTF-8"
else
	skip "the file system has no such names" "names that are not UTF-8"
fi
# shellcheck disable=SC1003
name=$(printf '\033[31mred')
put "esc/$name.jpg" && rm "esc/$name.jpg" && ln -s nowhere "esc/$name.jpg"
img-scan -L esc u >out 2>err
is "$(cat err)" \
	'img-scan: esc/\x1B[31mred.jpg: symbolic link: No such file or directory' \
	"a name does nothing to the terminal"

# Folders that cannot be read.
put locked/a.jpg locked/in/b.jpg locked/z.jpg
mkdir locked/no-x && put locked/no-x/c.jpg
if ! modes_count true; then
	skip "root keeps its rights" "an unreadable folder"
else
	chmod 000 locked/in
	chmod 644 locked/no-x
	modes_count img-scan locked >out 2>err
	is $? 1 "an unreadable folder"
	is "$(tail -n +2 out | cut -f 1 | tr '\n' ' ')" \
		'locked/a.jpg locked/z.jpg ' "the rest goes on"
	is "$(sort err)" 'img-scan: locked/in: Permission denied
img-scan: locked/no-x/c.jpg: Permission denied' "it is named"
	modes_count img-scan locked/in >out 2>err
	is "$?$(cat err)" '1img-scan: locked/in: Permission denied' \
		"also as an operand"
	chmod 755 locked/in locked/no-x
fi

# Trees deeper than a path may be, with few descriptors.
perl -e '
	mkdir "deep" and chdir "deep" or die;
	for my $i (1 .. 1200) {
		for my $name ("0.jpg", "zz.jpg") { open my $f, ">", $name or die }
		mkdir "level$i" and chdir "level$i" or die;
	}' || echo "# perl: $?"
# shellcheck disable=SC3045 # dash and bash have ulimit -n
(ulimit -n 16 && exec img-scan -j1 deep) >out 2>err
is "$?$(cat err)" 0 "a tree deeper than PATH_MAX"
is "$(tail -n +2 out | wc -l)" 2400 "all of it"
tail -n +2 out | cut -f 1 >listed
ok "$(sort -c listed; echo $?)" "in the order of sort"
ok "$([ "$(tail -n 2 listed | head -n 1 | wc -c)" -gt 17 ]; echo $?)" \
	"up to its end"
img-scan -j4 deep >four
same four out "for any -j and number of descriptors"

# Misuse.
status 2 "nothing to scan" img-scan
like "$(cat err)" 'a folder, a file.*is required.*img-scan --help' "and a hint"
status 2 "- as operand" img-scan -
status 2 "-0 without -f" img-scan -0 u
status 2 "-e without an extension" img-scan -e , u
status 1 "an empty name" img-scan '' u
is "$(cat err)" "img-scan: '': an empty name: is a variable of the shell not set?" \
	"is named"
status 2 "--root without -u" img-scan --root u u
status 2 "--include of a folder" img-scan --include tn/ u
status 2 "--max-depth 0" img-scan --max-depth 0 u
status 2 "--min-age without a unit that is one" img-scan --min-age 3x u
status 2 "--max-depth of words" img-scan --max-depth two u
# The same folder, under several names.
mkdir -p twice/below && for f in twice/a.jpg twice/below/b.jpg; do echo "$f" >"$f"; done
for folders in 'twice twice' 'twice ./twice/' 'twice twice/below' 'twice/below twice'; do
	# shellcheck disable=SC2086 # several
	status 0 "$folders" img-scan $folders
	is "$(sed 1d out | wc -l)" 2 'each file is listed once'
	like "$(cat err)" 'twice.*: listed already' 'and that is said'
done
img-scan twice >once
echo twice | img-scan -q -f - twice >out
is "$(cut -f 1-5 out)" "$(cat once)" 'a folder of a list, too'
ln -s twice linked
is "$(img-scan -L linked twice 2>err | wc -l)" 3 'also by a link'
done_testing
