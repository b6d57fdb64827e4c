#!/bin/sh
# SPDX-License-Identifier: MIT
# The commands by which img-stream(5) says that other programs read a stream,
# each run where the program is.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# command_of PROGRAM: what the page has for it.
command_of() {
	awk -v program="$1" '
		/^\.Ss Other programs/ { inside = 1 }
		/^\.Sh COLUMNS/ { inside = 0 }
		/^\.It / { mine = inside && substr($0, 5) == program }
		/^\.Ed/ { copying = 0 }
		copying { gsub(/\\e/, "\\"); gsub(/\\&/, ""); gsub(/\\\(aq/, "\047"); print }
		mine && /^\.Bd/ { copying = 1 }' "$root/man/img-stream.5"
}
# Quotes, zeros, all four escapes, what looks like a number or like nothing.
printf 'name\tcatalogNumber\tcaption\n' >photos.tsv
printf 'a"b.jpg\t00123\tx\\ty\\nz\\\\w\\r!\n' >>photos.tsv
printf "=1+1.jpg\\t1e5\\tNA\\n" >>photos.tsv

# reads PROGRAM NEEDS PATTERN...: in what it prints, line by line, in order.
reads() {
	reader=$1 needs=$2
	shift 2
	if ! sh -c "$needs" >/dev/null 2>&1; then
		skip "no $reader" "$reader reads a stream"
		return
	fi
	command_of "$reader" >command.sh
	ok "$([ -s command.sh ]; echo $?)" "$reader: the page has a command"
	HOME=$tmp timeout 120 sh command.sh >out 2>err
	is $? 0 "$reader: which runs"
	nth=0
	for pattern; do
		grep -qF -- "$pattern" out
		found=$?
		nth=$((nth + 1))
		ok $found "$reader: value $nth"
		[ $found -eq 0 ] || head -n 12 out err | sed 's/^/# /'
	done
}
# shellcheck disable=SC1003 # backslashes
reads Miller 'command -v mlr' '"a\"b.jpg"' '"x\ty\nz\\w\r!"' '"1e5"' '"00123"' '"NA"'
reads jq 'command -v jq' '{"name":"a\"b.jpg","catalogNumber":"00123","caption":"x\ty\nz\\w\r!"}' \
	'{"name":"=1+1.jpg","catalogNumber":"1e5","caption":"NA"}'
reads pandas 'python3 -c "import pandas"' \
	"{'name': 'a\"b.jpg', 'catalogNumber': '00123', 'caption': 'x\\ty\\nz\\\\w\\r!'}" \
	"'catalogNumber': '1e5', 'caption': 'NA'"
reads R 'command -v Rscript' 'c("a\"b.jpg", "=1+1.jpg"' '"00123"' '"1e5"' \
	'c("x\ty\nz\\w\r!", "NA")'
reads csvkit 'command -v csvformat' '"a""b.jpg",00123,x\ty\nz\\w\r!' '=1+1.jpg,1e5,NA'
reads DuckDB 'command -v duckdb' 'a""b.jpg' '00123' '1e5' 'x\ty\nz\\w\r!'
reads LibreOffice 'command -v soffice' '"a""b.jpg","00123","x\ty\nz\\w\r!"' '"1e5","NA"'
reads sqlite3 'command -v sqlite3' "$(printf 'x\ty')" 'z\w' 'NA'
if command -v sqlite3 >/dev/null; then
	is "$(sqlite3 photos.db "SELECT hex(name), catalogNumber FROM photos LIMIT 1")" \
		'6122622E6A7067|00123' 'sqlite3: a quote is a quote'
fi

# LOAD DATA needs a server.
if command -v mariadbd >/dev/null; then
	# shellcheck source=tests/mariadb.sh
	. "$here/mariadb.sh"
	if mariadb_start >/dev/null 2>err; then
		mariadb "$db_root" <<'SQL'
CREATE DATABASE IF NOT EXISTS portal;
CREATE TABLE portal.photos (name TEXT, catalogNumber TEXT, caption TEXT)
	CHARACTER SET utf8mb4;
SQL
		# shellcheck disable=SC2016 # for the command
		command_of MariaDB | sed 's|^mariadb |mariadb "$db_root" |' >command.sh
		# shellcheck disable=SC1091 # just made
		. ./command.sh >out 2>err
		is "$?$(cat err)" 0 'MariaDB: LOAD DATA runs'
		is "$(mariadb "$db_root" -N -e 'SELECT HEX(name), catalogNumber,
			HEX(caption) FROM portal.photos ORDER BY catalogNumber' |
			tr '\t' ' ')" '6122622E6A7067 00123 7809790A7A5C770D21
3D312B312E6A7067 1e5 4E41' 'MariaDB: exact'
	else
		skip 'no server can be started' 'MariaDB: LOAD DATA'
	fi
else
	skip 'no MariaDB' 'MariaDB: LOAD DATA'
fi
done_testing
