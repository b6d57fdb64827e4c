# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What Chromium shows of pictures; sourced after lib.sh.

# shown: of lines FILE TRUTH MOST (a picture, another that it should look like,
# how far samples may be off on the average) gives FILE and a word: none where
# the browser refuses it or draws nothing, whole where it looks like TRUTH, else
# some. Nothing where the browser does not start.
shown() {
	cat >pictures
	{
		echo '<!DOCTYPE html><title>-</title><body><pre id=out></pre>'
		{
			cut -d ' ' -f 1 pictures
			cut -d ' ' -f 2 pictures | sort -u
		} | sort -u | while read -r shown_file; do
			type=image/${shown_file##*.}
			case $type in
			*/jpg) type=image/jpeg ;;
			*/svg) type=image/svg+xml ;;
			*/tif) type=image/tiff ;;
			esac
			echo "<img alt='$shown_file' src='data:$type;base64,$(
				base64 -w0 "$shown_file"
			)'>"
		done
		echo '<script id=pictures type=text/plain>'
		cat pictures
		echo '</script>'
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
const truths = {}, images = {}, good = {};
for (const i of document.images)
	images[i.alt] = i;
function judge(file, truth, most) {
	const image = images[file];
	if (!good[file] || !image.naturalWidth || !image.naturalHeight)
		return "none";
	if (image.naturalWidth > 20000) // no canvas is that wide
		return "some";
	const seen = pixels(image);
	if (!seen.some((v, i) => i % 4 == 3 && v > 0))
		return "none";
	truths[truth] ||= pixels(images[truth]);
	if (truths[truth].length != seen.length)
		return "some";
	let off = 0;
	for (let i = 0; i < seen.length; i++)
		off += Math.abs(seen[i] - truths[truth][i]);
	return off / seen.length < most ? "whole" : "some";
}
const lines = document.getElementById("pictures").textContent.trim().split("\n");
Promise.all([...document.images].map(i => i.decode().then(
    () => good[i.alt] = true, () => false))).then(() => {
	document.getElementById("out").textContent = lines.map(l => {
		const [file, truth, most] = l.split(" ");
		return file + " " + judge(file, truth, most);
	}).join("\n") + "\n";
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
	# shellcheck disable=SC2154 # lib.sh sets it
	node "$here/browser.mjs" steps.mjs page.html 2>/dev/null |
		grep -F "$(cut -d ' ' -f 1 pictures)" | sort
}
