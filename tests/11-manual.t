#!/bin/bash
# --help, the manual and what the programs do are compared.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# Options as --help lists them: -j and --jobs, each a line.
help_options() {
	"$1" --help | awk '/^  +-/ {
		for (i = 1; i <= NF && $i ~ /^-/; i++) {
			sub(/,$/, "", $i)
			sub(/[=[].*/, "", $i)
			print $i
		}
	}' | sort -u
}

# Options as the manual's lists have them (.It Fl o , Fl -output Ar FILE).
manual_options() {
	awk '/^\.It Fl / {
		for (i = 2; i < NF; i++) if ($i == "Fl") {
			option = "-" $(i + 1)
			gsub(/\\-/, "-", option)
			print option
		}
	}' "$1" | sort -u
}

# The blocks below EXAMPLES, numbered files in a folder.
extract_examples() {
	mkdir -p "$2" && awk -v dir="$2" '
		/^\.Sh/ { inside = /EXAMPLES/ }
		inside && /^\.Bd -literal/ { n++; copying = 1; next }
		/^\.Ed/ { copying = 0 }
		copying { gsub(/\\e/, "\\"); gsub(/\\&/, "")
			gsub(/\\\(aq/, "\047"); gsub(/\\-/, "-")
			print >(dir "/" n) }' "$1"
}

for program in "$BUILD"/bin/*; do
	tool=$(basename "$program")
	page=$root/man/$tool.1
	if [ ! -f "$page" ]; then
		ok 1 "$tool: has a manual page"
		continue
	fi
	help_options "$tool" >in-help
	manual_options "$page" >in-manual
	is "$(comm -23 in-help in-manual | tr '\n' ' ')" '' \
		"$tool: every option of --help is in the manual"
	is "$(comm -13 in-help in-manual | tr '\n' ' ')" '' \
		"$tool: every option of the manual is in --help"
	is "$(grep -cE '^\.Sh (EXIT STATUS|EXAMPLES)' "$page")" 2 \
		"$tool: the manual has EXIT STATUS and EXAMPLES"
	# One wording: '(default: X)', '(required)', summaries in the imperative.
	is "$("$tool" --help | grep -iE 'by default|the default|default[^:s]|is needed')" \
		'' "$tool --help: defaults are written (default: X)"
	is "$("$tool" --help | grep -i 'default:' | grep -vE '\(default: |^ +\(default')" \
		'' "$tool --help: defaults have parentheses"
	is "$("$tool" --help | sed -n '/^$/q; /^Usage/d; /^  or:/d; p' |
		head -n 1 | grep -E '^[A-Z][a-z]*[^s]s ')" '' \
		"$tool --help: the summary is imperative"
	is "$(sed -n 's/^\.Nd //p' "$page" | grep -E '^[a-z]+[^s]s ')" '' \
		"$tool: so is the manual's"
done

is "$(cd "$root" && grep -nE '"[^"]*(is|are) needed|which [a-z]+\?' cmd/*/*.c |
	grep opt_misuse)" '' 'what is required is said as: -x/--long is required'

if command -v mandoc >/dev/null; then
	is "$(mandoc -Tlint -W warning "$root"/man/*.[157])" '' \
		"mandoc finds nothing in the manuals"
else
	skip "no mandoc" "mandoc finds nothing in the manuals"
fi

# A fresh sandbox for each example: what one leaves does not help another.
mkdir start && (
	cd start &&
		"$root/scripts/make-sample" . >/dev/null &&
		"$root/scripts/make-portal" records.csv portal.db >/dev/null &&
		img-portal-export -c 1 -o portal --sqlite portal.db &&
		img-scan -u https://img.example.org/box12/ photos >photos.tsv &&
		{ img-check photos.tsv >checked.tsv || [ $? -eq 1 ]; } &&
		{ img-match -r portal/occurrences.tsv checked.tsv \
			>matched.tsv || [ $? -eq 1 ]; }
) >err 2>&1
ok $? "a sandbox for the examples"
[ -s err ] && head -n 5 err | sed 's/^/# /'

# The registry of columns has the order for the manual and for the portal's
# export, which puts the record first.
awk -F'"' '/^    \{\.name = / { print $2 }' "$root/common/registry/column.c" |
	grep -vE '^(web|thumbnail)(Bytes|MD5|Format|[XY]Dimension)$' >registered
awk '/^\.Sh COLUMNS/ { inside = 1 }
	inside && /^\.It Cm/ { for (i = 3; i <= NF; i++) if ($i != ",") print $i }' \
	"$root/man/img-stream.5" | grep -Fx -f registered >in-manual
ok "$([ "$(wc -l <registered)" -gt 50 ] && echo 0 || echo 1)" \
	'the registry has columns'
is "$(diff in-manual registered)" '' \
	'img-stream(5) has the columns of the registry, in its order'
awk -F'"' '/\.(media|images) = / && $2 != "occid" && !($2 in seen) {
		seen[$2] = 1; print $2 }' "$root/common/registry/column.c" >registered
sed -n '/order = media_key/,/n = split/p' "$root/scripts/img-portal-export" |
	grep -o '"[^"]*"' | grep -oE '[A-Za-z0-9]+' |
	grep -vE '^(occid|.*Uid|m)$' >in-script
is "$(cat in-script)" "$(cat registered)" \
	'img-portal-export has the columns of the registry, in its order'

for page in "$root"/man/*.[157]; do
	name=$(basename "$page")
	extract_examples "$page" "$tmp/examples.$name"
	for block in "$tmp/examples.$name"/*; do
		[ -f "$block" ] || continue
		if head -n 1 "$block" | grep -q '^# not run: '; then
			skip "$(sed 's/^# not run: //;q' "$block")" \
				"$name: example $(basename "$block")"
			continue
		fi
		rm -rf sandbox && cp -r start sandbox
		(cd sandbox && bash -o pipefail "$block") >out 2>err
		rc=$?
		[ $rc -le 1 ] && ! grep -qE "see '.* --help'|not found" err
		passed=$?
		ok $passed "$name: example $(basename "$block") runs"
		[ $passed -eq 0 ] || {
			echo "# status $rc"
			sed 's/^/# /' "$block" | head -n 8
			head -n 5 err | sed 's/^/# /'
		}
	done
done
done_testing
