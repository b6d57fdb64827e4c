#!/bin/sh
# img-report: the page as text. What a browser makes of it is in 91.
. "$(dirname "$0")/lib.sh"

mkdir box1 box2
"$BUILD/draw" seed=1 number=A1 width=600 height=800 >box1/A1.jpg
"$BUILD/draw" seed=2 number=A2 width=600 height=800 >box2/A2.jpg
head -c 20000 box2/A2.jpg >box2/cut.jpg
echo 'no picture' >box2/text.jpg
cp box1/A1.jpg box1/A3.jpg
{
	printf 'path\tname\toriginalUrl\tverdict\tproblems\tmatch\toccid\tmatchKey\trecordCatalogNumber\tcandidates\tcollid\tformat\n'
	printf 'box1/A1.jpg\tA1.jpg\thttps://img.example.org/A1.jpg\tok\t\tmatched\t1\tA1\tA1\t\t7\timage/jpeg\n'
	printf 'box1/A3.jpg\tA3.jpg\thttps://img.example.org/A3.jpg\twarn\ttiny not-https\tmatched\t3\tA3\tA3\t\t7\timage/jpeg\n'
	printf 'box2/A2.jpg\tA2.jpg\thttps://img.example.net/A2.jpg\tok\tseveral-records\tambiguous\t\tA2\t\t2 5\t7\timage/jpeg\n'
	printf 'box2/cut.jpg\tcut.jpg\t\tbad\ttruncated no-such-code\tnone\t\t\t\t\t7\timage/jpeg\n'
	printf 'box2/text.jpg\ttext.jpg\t\tretry\tread-error\tnone\t\t\t\t\t7\t\n'
	printf 'box2/gone.jpg\tgone.jpg\t\tok\tno-number\tnone\t\t\t\t\t7\timage/jpeg\n'
} >in.tsv

# data FILE: the JSON of a page. field FILE PATH: a value in it.
data() {
	sed -n '/<script type="application\/json"/,/<\/script>/p' "$1" |
		sed 's/.*id="data">//; s/<\/script>.*//'
}
plain() { sed 's/<[^>]*>//g' "$1"; }

status 0 'a page' img-report -o page.html --portal-url https://portal.example.org/ in.tsv
is "$(cat err)" '' 'without a word'
like "$(plain page.html)" \
	'^2 of 6 pictures are linked. 3 need a person. 1 is to be tried again later.$' \
	'says how it is'
like "$(plain page.html)" '1 several records match What to do: see' \
	'reasons by count, with what to do'
for jobs in 1 3; do
	img-report -j $jobs -o again.html --portal-url https://portal.example.org/ in.tsv
	same again.html page.html "the same bytes with -j$jobs"
done
is "$(grep -c '<tr><th scope="row">' page.html)" 4 \
	'a table of those that need attention, without a script'
like "$(grep 'cut.jpg' page.html)" \
	'copy it again from the card.*no-such-code' \
	'with each problem in words, and unknown codes as they are'

# The policy is that of the script and the style that are in the page.
if command -v node >/dev/null; then
	node -e '
	const text = require("fs").readFileSync("page.html", "utf8");
	const hash = s => "\x27sha256-" + require("crypto").createHash("sha256")
	    .update(s).digest("base64") + "\x27";
	const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)[1];
	const script = /<script>([^]*?)<\/script>/.exec(text)[1];
	const style = /<style>([^]*?)<\/style>/.exec(text)[1];
	const d = JSON.parse(/id="data">([^]*?)<\/script>/.exec(text)[1]);
	console.log(policy.includes("default-src \x27none\x27"),
	    policy.includes("script-src " + hash(script)),
	    policy.includes("style-src " + hash(style)),
	    !/<[^>]*\son[a-z]+=|<[^>]*\sstyle=/.test(text.split("<script")[0]),
	    d.rows.length, Object.keys(d.thumbs).join());' >got 2>&1
	is "$(cat got)" 'true true true true 6 0,1,2,3' \
		'policy, hashes, rows, and thumbnails of what can be decoded'
	# The cut one shows how far it goes: less light, or grey, below.
	node -e '
	const text = require("fs").readFileSync("page.html", "utf8");
	const d = JSON.parse(/id="data">([^]*?)<\/script>/.exec(text)[1]);
	for (const i of [2, 3]) require("fs").writeFileSync("t" + i + ".jpg",
	    Buffer.from(d.thumbs[i], "base64"));'
	is "$(img-scan t2.jpg t3.jpg | img-check --decode |
		awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ print $at["verdict"], $at["pixelXDimension"] "x" $at["pixelYDimension"] }' |
		sort -u)" 'ok 120x160' 'thumbnails are whole, and of 160 pixels'
	# In the order of need: a budget for one has that of who needs a person.
	one=$(($(wc -c <t2.jpg) * 4 / 3 + 100))
	img-report --thumbs $one -o one.html in.tsv
	is "$(data one.html | tr -d '\n' | sed 's/.*"thumbs":{"\([0-9]*\)".*/\1/')" 2 \
		'a small budget begins with who needs a person'
else
	skip 'no node' 'policy, hashes, rows and thumbnails'
fi
# img-derive's thumbnails are taken, and the picture where there is none.
img-scan -q box1 | img-check -q | img-derive -q -s store >derived.tsv
img-report -q -o derived.html derived.tsv
is "$(data derived.html | grep -o '"[0-9]*":"/9j/' | wc -l)" 2 'thumbnails of a store'
"$BUILD/draw" seed=9 number=B9 width=90 height=60 >other.jpg
find store -name 'A1_tn.jpg' -exec cp other.jpg {} \;
img-report -q -o other.html derived.tsv
is "$(cmp -s derived.html other.html; echo $?)" 1 'are those that it has made'
find store -name 'A1_tn.jpg' -exec cp box2/text.jpg {} \;
find store -name 'A3_tn.jpg' -exec rm {} \;
img-report -q -o other.html derived.tsv
is "$(data other.html | grep -o '"[0-9]*":"/9j/' | wc -l)" 2 \
	'the picture is, where they are gone or broken'
# The barcode is cut out of the picture as it is stored, and turned then.
if command -v node >/dev/null; then
	for turned in 1 6; do
		"$BUILD/draw" number=UCR00123 title=HERBARIUM name=ADENOSTOMA \
			width=1400 height=1000 module=2 orientation=$turned \
			>turned$turned.jpg
	done
	img-scan -q turned?.jpg | img-barcode -q >coded.tsv
	printf 'occid\tcatalogNumber\n1\tUCR00124\n' |
		img-match -q -r - --from barcode coded.tsv >coded-rows.tsv
	perl -pe 's/\d+,\d+,\d+,\d+/9999,1,5,5 1,1,1/' coded-rows.tsv >wrong-boxes.tsv
	for rows in coded-rows wrong-boxes; do
		img-report -q -o $rows.html $rows.tsv
		node -e '
		const text = require("fs").readFileSync(process.argv[1], "utf8");
		const d = JSON.parse(/id="data">([^]*?)<\/script>/.exec(text)[1]);
		console.log(Object.keys(d.thumbs).join());
		for (const i in d.thumbs) if (i.includes("."))
		    require("fs").writeFileSync("code" + i + ".jpg",
			Buffer.from(d.thumbs[i], "base64"));' $rows.html
	done >got
	is "$(cat got)" '0,1,0.0,1.0
0,1' 'the barcodes of those that need a person, and no box that is none'
	is "$(img-scan -q code0.0.jpg code1.0.jpg | img-check -q --decode |
		fields 'verdict pixelXDimension pixelYDimension' |
		awk -F '|' '$1 == "ok" && $2 == 320 && $3 < 200' | wc -l)" 2 \
		'are upright, with what is printed beside them'
else
	skip 'no node' 'the barcodes of those that need a person'
fi
img-report --thumbs 0 -o none.html in.tsv
like "$(data none.html | tail -n 1)" '"thumbs":{}' '--thumbs 0 has none'
img-report --thumbs web -o web.html in.tsv
like "$(data web.html | tail -n 1)" '"thumbs":{}' '--thumbs web neither'
like "$(cat web.html)" 'img-src data: https: http:' 'but lets the browser fetch them'
like "$(cat page.html)" 'img-src data:;' 'which it may not otherwise'

# What kinds of streams there are.
cut -f 1-5 in.tsv | img-report --thumbs 0 >checked.html
like "$(plain checked.html)" '^4 of 6 pictures are good. 1 needs a person. 1 is' \
	'a stream that was checked only'
cut -f 1-3 in.tsv | img-report --thumbs 0 >listed.html
like "$(plain listed.html)" '^6 pictures are listed; they have not been checked.$' \
	'a list'
head -n 1 in.tsv | img-report >empty.html
like "$(plain empty.html)" '^There are no pictures.$' 'no rows'
awk -F '\t' -v OFS='\t' 'NR == 1 { print $0, "reason", "reasonColumn"; next }
	{ print $0, NR == 2 ? "no-url" : NR == 3 ? "duplicate" : "else", "" }' \
	in.tsv | img-report --thumbs 0 >rejects.html
like "$(plain rejects.html)" \
	'^0 of 6 pictures are linked. 5 need a person. For 1 there is nothing to do.$' \
	'rejects, by their reason'
like "$(plain rejects.html)" '1 it has no public URL What to do: run img-put' \
	'in words'

# Without occids a record is known by its number, which is a link, until a sink
# that needs the occid has said no.
printf 'name\toriginalUrl\tverdict\tmatch\toccid\tmatchKey\trecordCatalogNumber\n%s\n' \
	'A1.jpg	https://a.example/A1.jpg	ok	matched		A1	A1' >numbers.tsv
img-report --thumbs 0 -o numbers.html numbers.tsv
like "$(plain numbers.html)" '^1 of 1 picture.* linked' 'a record by its number'
img-emit-sql -q --attention-ok -c 1 -l a --schema 3.4 --rejects refused.tsv numbers.tsv >sql
img-report --thumbs 0 -o refused.html refused.tsv
like "$(plain refused.html)" '^0 of 1 picture' 'which is refused by img-emit-sql'

# Every language has every word.
for lang in es fr pt; do
	status 0 "--lang $lang" img-report --thumbs 0 --lang $lang -o $lang.html in.tsv
	like "$(cat $lang.html)" "<html lang=\"$lang\">" "$lang: the page says so"
done
like "$(plain es.html)" '^2 de 6 imágenes enlazadas. 3 necesitan' 'Spanish'
like "$(plain fr.html)" '^2 images sur 6 sont reliées. 3 attendent' 'French'
like "$(plain pt.html)" '^2 de 6 imagens ligadas. 3 precisam' 'Portuguese'

# Codes are explained by every program, in every language.
for program in "$BUILD"/bin/img-*; do
	readelf -h "$program" >elf 2>/dev/null || continue
	tool=$(basename "$program")
	like "$("$tool" --explain no-url --lang es 2>&1)" 'no tiene URL pública' \
		"$tool --explain --lang"
done
like "$(img-scan --lang fr --explain truncated)" 'fichier finit avant' \
	'in any order'
is "$(img-scan --explain duplicate | grep -c '^duplicate (')" 2 \
	'what is a problem and a reason, as both'
status 2 'what is no code' img-match --explain nonsense
status 2 'no such language' img-match --lang xx -r records.tsv

# Hostile names, in every value.
{
	printf 'path\tname\toriginalUrl\tverdict\tproblems\tmatch\toccid\tmatchKey\trecordCatalogNumber\tcandidates\tcollid\tformat\treason\n'
	evil='</script><script>alert(1)</script><!--"'\''&\\t\\\\\001\342\200\256gpj.\302\205'
	for n in 1 2; do
		# shellcheck disable=SC2059 # escapes
		printf "$evil/$n\t$evil\tjavascript:alert(1)//$evil\t$evil\t$evil\t$evil\t$evil\t$evil\t$evil\t$evil\t$evil\t$evil\t$evil\n"
	done
} >evil.tsv
status 0 'hostile values' img-report --title '</title><script>x' -o evil.html evil.tsv
is "$(grep -o '<script' evil.html | wc -l)" 2 'make no further script'
is "$(grep -o '</script' evil.html | wc -l)" 2 'and end none'
is "$(sed '/<script type/,$d' evil.html | LC_ALL=C grep -c "$(printf '\342\200\256')")" 0 \
	'turn no text in the table'
like "$(cat evil.html)" '<code>U+202E</code>' 'but are seen'

# Pictures that are none, or no files, or no end: the page is made.
mkfifo box1/pipe
printf 'path\nbox1/pipe\n/dev/zero\nbox1\nnowhere\n' >odd.tsv
status 0 'pipes, devices, folders, nothing' img-report -v -o odd.html odd.tsv
like "$(cat err)" '4 files without a thumbnail' 'have no thumbnail'

for wrong in '--lang de' '--thumbs much' '--portal-url portal' \
	'--portal-url javascript:alert(1)'; do
	# shellcheck disable=SC2086 # an option and its argument
	status 2 "misuse: $wrong" img-report $wrong in.tsv
done
done_testing
