#!/bin/bash
# Odd pictures in a browser: what it shows whole is never bad, what it does not
# show is never ok. Chromium stands for all of them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
command -v chromium >/dev/null || skip_all "no chromium"
command -v node >/dev/null || skip_all "no node"
sanitized && skip_all "the same with sanitizers"

perl "$here/odd-pictures.pl" p 2>err || {
	sed 's/^/# /' err
	skip_all "no samples"
}

# The browser's word on each: none where it refuses it or draws nothing, whole
# where it looks as it should, else some. In any/, where that is not said in
# advance, whole is what differs by no more than the coding.
{
	echo '<!DOCTYPE html><title>-</title><body><pre id=out></pre>'
	for file in p/*.png p/*/*; do
		type=image/${file##*.}
		case $type in
		*/jpg) type=image/jpeg ;;
		*/svg) type=image/svg+xml ;;
		esac
		echo "<img alt='$file' src='data:$type;base64,$(base64 -w0 "$file")'>"
	done
	cat <<'PAGE'
<script>
function pixels(image) {
	const canvas = document.createElement("canvas");
	canvas.width = image.naturalWidth;
	canvas.height = image.naturalHeight;
	const pen = canvas.getContext("2d");
	pen.drawImage(image, 0, 0);
	return pen.getImageData(0, 0, canvas.width, canvas.height).data;
}
const truths = {};
function judge(image) {
	const most = image.alt.includes("/any/") ? 1.5 : 9;
	if (!image.naturalWidth || !image.naturalHeight)
		return "none";
	if (image.naturalWidth > 20000) // no canvas is that wide
		return "some";
	const seen = pixels(image);
	if (!seen.some((v, i) => i % 4 == 3 && v > 0))
		return "none";
	const truth = truths[image.alt.split("/")[1]] || truths.colour;
	if (truth.length != seen.length)
		return "some";
	let off = 0;
	for (let i = 0; i < seen.length; i++)
		off += Math.abs(seen[i] - truth[i]);
	return off / seen.length < most ? "whole" : "some";
}
const images = [...document.images];
Promise.all(images.map(i => i.decode().then(() => true, () => false)))
    .then(good => {
	for (const i of images)
		if (/^p\/\w+\.png$/.test(i.alt))
			truths[i.alt.slice(2, -4)] = pixels(i);
	document.getElementById("out").textContent = images.map((i, n) =>
		i.alt + " " + (good[n] ? judge(i) : "none")).join("\n") + "\n";
});
</script>
PAGE
} >page.html
cat >steps.mjs <<'STEPS'
export default async function (browser, tell) {
	await browser.open();
	tell("seen", "\n" + await browser.evaluate(`new Promise(done => {
		const look = () => { const text =
			document.getElementById("out").textContent;
			text ? done(text) : setTimeout(look, 20) };
		look() })`));
}
STEPS
node "$here/browser.mjs" steps.mjs page.html 2>/dev/null | grep '^p/.*/' |
	sort >shown
[ -s shown ] || skip_all "chromium does not start here"
(echo path && printf '%s\n' p/*/*) >in.tsv
# judged [OPTION]: each picture, its verdict and its problems.
judged() {
	img-check "$@" in.tsv 2>>err | awk -F'\t' 'NR == 1 {
		for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ print $1, $at["verdict"], $at["problems"] }' | sort
}
judged --decode >decoded
judged >plain
is "$(join shown decoded | wc -l)" "$(printf '%s\n' p/*/* | wc -l)" \
	"a word on each"
echo "# $(wc -l <shown) pictures"

# Data that only decoding finds wrong.
content='alpha-short|deflate-cut|row-filter-5'
join shown decoded >both
while read -r file word verdict problems; do
	case $word-$verdict in
	none-ok | none-warn | whole-bad) false ;;
	*) true ;;
	esac
	ok $? "${file#p/}: $verdict ($problems), the browser shows $word"
done <both
is "$(join shown plain | grep -Ev "/($content)\." |
	grep -E ' (none (ok|warn)|whole bad)( |$)')" '' "the same without --decode"
is "$(grep -v '/any/' shown | grep -v whole)" '' \
	"what is made to be right is shown whole"
done_testing
