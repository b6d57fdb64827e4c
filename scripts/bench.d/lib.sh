# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# For the parts of bench. They run in $BENCH and make their data there.

# scaled N: N times SCALE, at least 1.
scaled() {
	awk -v n="$1" -v scale="$SCALE" \
		'BEGIN { n = int(n * scale + 0.5); print (n > 0 ? n : 1) }'
}

# once NAME COMMAND...: makes the data NAME-SCALE unless they are there; the
# command gets their name.
once() {
	once_name=$1-$SCALE
	shift
	[ -e "$once_name" ] || {
		echo "bench: making $once_name" >&2
		rm -rf "$once_name.partial"
		"$@" "$once_name.partial"
		mv "$once_name.partial" "$once_name"
	}
}

# timed FILE COMMAND: appends the seconds and megabytes of one run to FILE.
timed() {
	/usr/bin/time -o time -f '%e %M' sh -c "$2"
	awk '{ printf "%s %.0f\n", $1, $2 / 1024 }' time >>"$1"
}

# middle FILE FIELD: the median.
middle() {
	awk -v f="$2" '{ print $f }' "$1" | sort -n |
		awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# compare WORK GOAL OURS PEER: runs both in turns, adds a row to the table.
# GOAL is "2x" (so much faster) or "<=1.15" (of the peer's time, at most).
compare() {
	rm -f ours peer
	compare_n=0
	while [ $compare_n -lt "$RUNS" ]; do
		timed ours "$3"
		timed peer "$4"
		compare_n=$((compare_n + 1))
	done
	row "$1" "$2" "$(middle ours 1)" "$(middle ours 2)" \
		"$(middle peer 1)" "$(middle peer 2)"
}

# moves ROWS LIMIT FILE...: the rows below have so many rows and read these
# files, which this machine could do no faster than LIMIT says (copy, read, disk,
# md5, loopback; - for none). They then have rows and bytes a second, too.
moves() {
	moved_rows=$1 moved_limit=$2
	shift 2
	moved_bytes=$(wc -c "$@" /dev/null | awk 'END { print $1 }')
}
moved_rows='' moved_limit=- moved_bytes=0

# row WORK GOAL SECONDS MB PEER-SECONDS PEER-MB
row() {
	row_limit=$(awk -v name="$moved_limit" '$1 == name { print $2 }' \
		limits.now)
	awk -v work="$1" -v goal="$2" -v ours="$3" -v ours_mb="$4" \
		-v peer="$5" -v peer_mb="$6" -v rows="$moved_rows" \
		-v bytes="$moved_bytes" -v name="$moved_limit" \
		-v most="$row_limit" 'BEGIN {
		if (ours == 0)
			ours = 0.01
		if (goal ~ /^<=/) {
			ratio = ours / peer
			reached = ratio <= substr(goal, 3)
			text = sprintf("%.2f of it", ratio)
			wanted = "at most " substr(goal, 3)
		} else {
			ratio = peer / ours
			reached = ratio >= goal + 0
			text = sprintf("%.1f x", ratio)
			wanted = goal + 0 " x"
		}
		rate = bytes / ours / 1e6
		printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", work, \
		    ours, ours_mb, peer, peer_mb, text, \
		    wanted (reached ? "" : "  MISSED"), \
		    (rows != "" ? sprintf("%.0f", rows / ours) : ""), \
		    (bytes > 0 ? sprintf("%.0f", rate) : ""), \
		    (most > 0 ? sprintf("%.0f %% of %s", \
			100 * rate / most, name) : "")
	}' | tee -a table >&2
}
