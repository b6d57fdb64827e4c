#!/bin/sh
# SPDX-License-Identifier: MIT
# img-emit-sql --remove: a list of any key says which pictures go.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/mariadb.sh
. "$here/mariadb.sh"
# shellcheck source=tests/emit-sql.sh
. "$here/emit-sql.sh"

use_sqlite
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
portal 3.4
query "UPDATE media SET sourceIdentifier = 'filename: a.jpg' WHERE mediaID = 1"
query 'DELETE FROM imagetag'
export_portal
dump before

# goes MEDIAID: the row of list.tsv takes the picture out.
goes() {
	by=$(head -n 1 list.tsv | tr '\t' ' ')
	status 0 "by $by: written" \
		emit -l gone -P portal --remove -o r.sql list.tsv
	apply r.sql >out
	is "$(query 'SELECT group_concat(mediaID) FROM media')" $((3 - $1)) \
		"by $by: the picture goes"
	emit -l gone -P portal --remove --undo -o u.sql list.tsv
	apply u.sql >out
	dump after
	same after before "by $by: and comes back"
}
printf 'mediaID\n1\n' >list.tsv
goes 1
printf 'recordID\n%s\n' "$(uuid 901)" >list.tsv
goes 1
printf 'occid\toriginalUrl\n2\t%s/OLD_2.jpg\n' $u >list.tsv
goes 1
printf 'occid\turl\n3\t/imglib/3.jpg\n' >list.tsv
goes 2
printf 'occid\tsourceIdentifier\n2\tfilename: a.jpg\n' >list.tsv
goes 1
printf 'occid\tmediaMD5\n3\t33333333333333333333333333333333\n' >list.tsv
goes 2

printf 'occid\tname\n2\tOLD_2.jpg\n' >list.tsv
status 2 'a list without any key' emit -l gone -P portal --remove list.tsv
like "$(cat err)" "no column 'mediaID'" 'is refused'
done_testing
