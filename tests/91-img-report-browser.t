#!/bin/bash
# img-report's page in headless Chromium: counts, filters, saving, no message in
# the console; axe-core finds nothing where npm has brought it.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
command -v chromium >/dev/null || skip_all 'no chromium'
command -v node >/dev/null || skip_all 'no node'
sanitized && skip_all 'the same with sanitizers'

"$root/scripts/make-sample" sample >/dev/null
"$root/scripts/make-portal" sample/records.csv portal.db >/dev/null
img-portal-export -c 1 -o portal --sqlite portal.db
img-scan -u https://img.example.org/box12/ sample/photos | img-check |
	img-match -r portal/occurrences.tsv -p '/^((?:UCR|JEPS)\d+)/i' >matched.tsv
img-report --portal-url https://portal.example.org -o page.html matched.tsv

cat >steps.mjs <<'EOF'
import { existsSync, readFileSync } from "node:fs";
export default async (browser, say) => {
	const { evaluate } = browser;
	const shown = () => evaluate("document.getElementById('shown').textContent");
	const rows = () => evaluate("document.querySelectorAll('tbody tr').length");
	const filter = (facet, value) => evaluate(`[...document.querySelectorAll(
		"[data-facet=${facet}]")].find(c => c.value === "${value}").click()`);
	const tally = facet => evaluate(`[...document.querySelectorAll(
		"#f-${facet} label")].map(l => l.querySelector("input").value + "=" +
		l.querySelector("b").textContent).sort().join(" ")`);
	await browser.open();
	say("start", await shown());
	say("static", await evaluate("document.getElementById('static') === null"));
	say("sentence", await evaluate("document.getElementById('sentence').textContent"));
	say("thumbs", await evaluate("[...document.images].filter(i => i.src.startsWith('data:')).length"));
	say("decoded", await evaluate("Promise.all([...document.images].map(i => i.decode().then(() => i.naturalWidth > 0))).then(a => a.every(x => x))"));
	say("result", await tally("result"));
	await filter("result", "none");
	say("none", await shown());
	say("record", await tally("record"));
	say("result-still", await tally("result"));
	say("hash", await evaluate("location.hash"));
	await filter("record", "none");
	await filter("result", "ambiguous");
	say("both", await shown());
	say("focus", await evaluate("document.activeElement.value"));
	await evaluate("document.querySelector('.side button').click()");
	say("cleared", await shown());
	await browser.open("#result=ambiguous&view=gallery");
	say("gallery", await evaluate("document.querySelectorAll('.card').length"));
	say("candidates-link", await evaluate("document.getElementById('table').click(), document.querySelector('tbody a[href*=occid]').href"));
	await evaluate("document.querySelector('tbody td button').click()");
	await browser.saved("document.getElementById('decisions').click()");
	say("decisions", await evaluate("document.getElementById('decisions').textContent"));
	await evaluate("document.querySelector('.side button').click()");
	await evaluate("(i => { i.value = 'img_0042'; i.dispatchEvent(new Event('input')); })(document.getElementById('q'))");
	await evaluate("new Promise(d => { const wait = () => document.querySelectorAll('tbody tr').length === 1 ? d() : setTimeout(wait, 20); wait(); })");
	say("search", await shown());
	await browser.saved("document.getElementById('names').click()");
	await evaluate("(i => { i.value = 'UCR0001005'; i.dispatchEvent(new Event('input')); })(document.querySelector('td input'))");
	await browser.saved("document.getElementById('save').click()");
	await evaluate("(s => { s.value = 'name'; s.dispatchEvent(new Event('change')); })(document.getElementById('sort'))");
	say("sort", await evaluate("location.hash"));
	await browser.call("Emulation.setDeviceMetricsOverride",
		{ width: 1024, height: 800, deviceScaleFactor: 1, mobile: false });
	await evaluate("document.getElementById('table').click()");
	say("small", await evaluate("[document.documentElement.scrollWidth <= 1024 && document.getElementById('list').scrollWidth <= document.getElementById('list').clientWidth, [...document.querySelectorAll('thead th')].map(t => t.textContent).join(' ')].join()"));
	await browser.call("Emulation.setDeviceMetricsOverride",
		{ width: 320, height: 800, deviceScaleFactor: 1, mobile: true });
	await evaluate("onbeforeunload = null");
	await browser.open();
	say("telephone", await evaluate("[document.querySelectorAll('.card').length, document.querySelector('.side details').open, document.documentElement.scrollWidth].join()"));
	await evaluate("(i => { i.value = 'UCR0001006'; i.dispatchEvent(new Event('input')); })(document.querySelector('.card input'))");
	say("decided-there", await evaluate("document.getElementById('decisions').textContent"));
	await browser.call("Emulation.clearDeviceMetricsOverride");
	if (existsSync(browser.arguments[0])) {
		const axe = readFileSync(browser.arguments[0], "utf8");
		for (const [kind, fragment, scheme] of [["table", "", "light"],
			["gallery", "#view=gallery", "light"], ["dark", "", "dark"],
			["nothing", "#q=nowhere", "light"]]) {
			await browser.call("Emulation.setEmulatedMedia",
				{ features: [{ name: "prefers-color-scheme", value: scheme }] });
			await evaluate("onbeforeunload = null");
			await browser.open(fragment);
			await evaluate(axe);
			say("axe-" + kind, await evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html).join(' | ')))"));
		}
	}
};
EOF
status 0 'the page runs' node "$here/browser.mjs" steps.mjs page.html \
	"$root/build/npm/node_modules/axe-core/axe.min.js"
cp out said
# said NAME EXPECTED WHAT
said() { is "$(sed -n "s/^$1: //p" said)" "$2" "$3"; }
is "$(grep '^console' said)" '' 'nothing is said in the console'
said start '1 to 19 of 19' 'all rows'
said static true 'the table for browsers without a script has gone'
said sentence '13 of 19 pictures are linked. 6 need a person.' 'the sentence'
said thumbs 18 'thumbnails, but of the empty file'
said decoded true 'all of which the browser decodes'
said result '=13 ambiguous=1 bad=2 needs-derive=1 none=2' 'counts by result'
said none '1 to 2 of 2' 'a filter'
said record 'ambiguous=0 matched=0 none=2' 'the other filters count what is left'
said result-still '=13 ambiguous=1 bad=2 needs-derive=1 none=2' \
	'its own filter what would be'
said hash '#result=none' 'the address holds the state'
said both '1 to 2 of 2' 'two filters take what both take, values of one add up'
said focus ambiguous 'the keyboard stays where it was'
said cleared '1 to 19 of 19' 'all again'
said gallery 1 'the state comes from the address: gallery'
like "$(sed -n 's/^candidates-link: //p' said)" \
	'^https://portal.example.org/collections/individual/index.php?occid=' \
	'a candidate leads to its record'
said decisions 'Save decisions (1)' 'a decision is counted'
said search '1 to 1 of 1' 'search does not mind letter case'
said sort '#q=img_0042&sort=name' 'sorting is part of the state'
said small 'true,Picture Name Number Record Candidates Problem' \
	'a small screen has no column that is empty, and shows the table whole'
said decided-there 'Save decisions (1)' 'the gallery takes decisions, too'
said telephone '19,false,320' \
	'a telephone has the gallery and closed filters, in its width'

# What it saves goes back into the pipe.
ambiguous=$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["match"] == "ambiguous" { print $at["name"]; split($at["candidates"], c, " ")
		print c[1] }' matched.tsv | paste -s -d ' ')
img-scan -u https://img.example.org/box12/ sample/photos >scanned.tsv
img-match -r portal/occurrences.tsv --names decisions.tsv scanned.tsv >decided.tsv 2>err
is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["name"] == name { print name, $at["occid"] }' name="${ambiguous% *}" \
	decided.tsv)" "$ambiguous" 'a decision is what img-match --names takes'
is "$(grep -F -f names.txt scanned.tsv | grep -c 'IMG_0042')" 1 \
	'names are what grep -F -f takes'
img-match -r portal/occurrences.tsv --names rows.tsv scanned.tsv >decided.tsv 2>err
is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["name"] ~ /IMG_0042/ { print $at["match"], $at["recordCatalogNumber"] }' decided.tsv)" \
	'matched UCR0001005' 'rows with a number that was typed, too'

if [ -f "$root/build/npm/node_modules/axe-core/axe.min.js" ]; then
	for kind in table gallery dark nothing; do
		said axe-$kind '[]' "axe-core: nothing against it: $kind"
	done
else
	skip 'no axe-core: scripts/deps test' 'axe-core finds nothing'
fi

# Hostile values, and every value with a filter's and the list's eyes.
evil='</script><img src=x onerror=alert(1)>&\\t\\\\\342\200\256gpj.\302\205"'
{
	printf 'path\tname\toriginalUrl\tverdict\tproblems\tmatch\toccid\tmatchKey\tcandidates\tcollid\tformat\treason\n'
	# shellcheck disable=SC2059 # escapes
	for n in 1 2; do
		printf "javascript:alert($n)/$evil\t$evil\tjavascript:alert(1)//$evil\t$evil\t$evil\t$evil\t1\t$evil\t$evil\t$evil\t$evil\t$evil\n"
	done
} >evil.tsv
img-report --thumbs 0 -o evil.html evil.tsv
rm -f rows.tsv
cat >evil.mjs <<'EOF'
export default async (browser, say) => {
	for (const fragment of ["", "#view=gallery", "#result=</script>&page=-7&sort=__proto__&view=x"]) {
		await browser.open(fragment);
		say("rows", await browser.evaluate("document.querySelectorAll('tbody tr, .card').length"));
		say("foreign", await browser.evaluate("document.querySelectorAll('main img, main script, [onerror]').length"));
		say("links", await browser.evaluate("[...document.links].filter(a => !/^(https?|file):/.test(a.href)).length"));
	}
	await browser.open();
	await browser.saved("document.getElementById('save').click()");
};
EOF
status 0 'hostile values in the browser' node "$here/browser.mjs" evil.mjs evil.html
is "$(grep -v '^rows: [02]$' out | sort | uniq -c | tr -s ' ')" \
	' 3 foreign: 0
 3 links: 0' 'make no element, no link, and no message'
is "$(awk -F '\t' 'NR == 2 { print $1 }' rows.tsv)" \
	"$(awk -F '\t' 'NR == 2 { print $1 }' evil.tsv)" 'and are saved as they came'

# What every object of a script has is no code, no result and no state.
{
	printf 'path\tname\toriginalUrl\tverdict\tproblems\tmatch\toccid\tmatchKey\tcandidates\tcollid\tformat\treason\n'
	for v in constructor __proto__ toString hasOwnProperty; do
		echo "$v/$v $v $v $v $v,valueOf $v $v $v $v $v $v $v" | tr ' ,' '\t '
	done
} >inherited.tsv
img-report --thumbs 0 -o inherited.html inherited.tsv
cat >inherited.mjs <<'EOF'
export default async (browser, say) => {
	for (const v of ["constructor", "__proto__", "toString"])
		for (const view of ["table", "gallery", v]) {
			await browser.open("#result=" + v + "&view=" + view + "&sort=" + v + "&" + v + "=1");
			say("rows", await browser.evaluate("document.querySelectorAll('tbody tr, .card').length"));
		}
	await browser.open("#result=constructor");
	say("problems", await browser.evaluate("document.querySelector('tbody td:last-child').textContent"));
};
EOF
status 0 'inherited names' node "$here/browser.mjs" inherited.mjs inherited.html
is "$(sort out | uniq -c | tr -s ' ')" ' 1 problems: constructorconstructorvalueOf
 9 rows: 1' 'are shown as any other'

# A row with more problems than people read, each said once.
{
	printf 'name\tverdict\tproblems\tmatch\n'
	printf 'a.jpg\tok\tseveral-records\tambiguous\n'
	printf 'b.jpg\twarn\tgps tiny not-https no-number camera-name bad-date\tnone\n'
} >problems.tsv
img-report -o problems.html problems.tsv
cat >problems.mjs <<'EOF'
export default async (browser, say) => {
	await browser.open("#view=table&sort=order");
	const list = n => browser.evaluate(`[...document.querySelectorAll("tbody tr")][${n}]
		.querySelectorAll("td:last-child li").length`);
	say("ambiguous", await list(0));
	say("none", await list(1));
	say("folded", await browser.evaluate("document.querySelector('td details summary').textContent"));
};
EOF
status 0 'many problems' node "$here/browser.mjs" problems.mjs problems.html
is "$(cat out)" 'ambiguous: 1
none: 7
folded: 3 more' 'are folded, and none is said twice'
is "$(sed -n '/<tbody>/,/<\/tbody>/p' problems.html |
	grep -o 'several records match' | wc -l)" 1 \
	'nor without a script'

# Many rows are not many elements.
awk 'BEGIN { print "name\tverdict\tmatch\toccid\tproblems"
	for (i = 1; i <= 20000; i++) print "IMG_" i ".jpg\tok\t" \
	    (i % 10 ? "matched\t" i : "none\t") "\tno-number" }' >many.tsv
img-report -o many.html many.tsv
cat >many.mjs <<'EOF'
export default async (browser, say) => {
	await browser.open("#page=3");
	say("shown", await browser.evaluate("document.getElementById('shown').textContent"));
	say("few", await browser.evaluate("document.getElementsByTagName('*').length < 4000"));
	await browser.evaluate("document.getElementById('next').click()");
	say("next", await browser.evaluate("document.getElementById('shown').textContent"));
	await browser.call("Emulation.setScriptExecutionDisabled", { value: true });
	await browser.open();
	await browser.call("Emulation.setEmulatedMedia", { media: "print" });
	const { nodes } = await browser.call("Accessibility.getFullAXTree");
	say("rows", nodes.filter(n => n.role?.value === "row").length);
};
EOF
status 0 'many rows' node "$here/browser.mjs" many.mjs many.html
is "$(cat out)" 'shown: 201 to 300 of 20000
few: true
next: 301 to 400 of 20000
rows: 501' 'a hundred at a time; without a script 500 and the header'
done_testing
