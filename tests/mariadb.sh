# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# A MariaDB server of a test's own: sourced after lib.sh. It listens on a
# socket in the test's folder only, runs as whoever runs the test, and ends
# with it. The databases' charset is what the portal's INSTALL.md makes.
#
#	mariadb_start || skip_all 'needs mariadb-server'
#	mariadb_portal portal 3.4
#	sql portal <<'SQL'
#	...
#	SQL
#	img-portal-export -c 1 -o portal/ -- "$db_reader" portal

db_dir=$tmp/db
db_pid=
# shellcheck disable=SC2034 # options for clients: a file with the account
{
	db_root=--defaults-file=$db_dir/root.cnf
	db_user=--defaults-file=$db_dir/user.cnf     # the four verbs only
	db_reader=--defaults-file=$db_dir/reader.cnf # SELECT only
}

# mariadb_start [SERVER-OPTION]...: false if there is no server to start; one
# that does not start ends the test.
mariadb_start() {
	PATH=$PATH:/usr/sbin:/usr/local/sbin
	command -v mariadbd >/dev/null && command -v mariadb >/dev/null &&
		command -v mariadb-install-db >/dev/null || return 1
	# A server that starts removes temporary tables from its tmpdir, also
	# those of others.
	mkdir -p "$db_dir/tmp" || exit
	# A socket's name may have 107 bytes only.
	db_socket_dir=$(mktemp -d /tmp/imgpipe-db.XXXXXX) || exit
	set -- --datadir="$db_dir/data" --tmpdir="$db_dir/tmp" \
		--user="$(id -un)" \
		--innodb-log-file-size=4M --innodb-buffer-pool-size=32M \
		--innodb-flush-method=nosync --innodb-doublewrite=0 \
		--innodb-data-file-path=ibdata1:4M:autoextend \
		--innodb-flush-log-at-trx-commit=0 \
		--innodb-use-native-aio=0 "$@"
	mariadb-install-db --no-defaults "$@" --skip-test-db --force \
		--auth-root-authentication-method=normal \
		>"$db_dir/install.log" 2>&1 || mariadb_failed
	mariadbd --no-defaults "$@" --socket="$db_socket_dir/s" \
		--skip-networking --skip-log-bin --performance-schema=off \
		--pid-file="$db_dir/pid" >"$db_dir/server.log" 2>&1 &
	db_pid=$!
	db_account root root ''
	db_account user curator secret
	db_account reader reader secret
	wait_for mariadb_answers || mariadb_failed
	kill -0 "$db_pid" 2>/dev/null || mariadb_failed
	sql <<'SQL'
CREATE USER curator@localhost IDENTIFIED BY 'secret';
CREATE USER reader@localhost IDENTIFIED BY 'secret';
SQL
}

# True also if it has ended: then there is nothing to wait for.
mariadb_answers() {
	mariadb "$db_root" -e 'SELECT 1' || ! kill -0 "$db_pid"
}

mariadb_failed() {
	echo "Bail out! MariaDB does not start"
	tail -n 20 "$db_dir"/*.log | sed 's/^/# /'
	exit 1
}

# db_account FILE USER PASSWORD
db_account() {
	printf '[client]\nsocket=%s\nuser=%s\npassword=%s\n' \
		"$db_socket_dir/s" "$2" "$3" >"$db_dir/$1.cnf"
	chmod 600 "$db_dir/$1.cnf"
}

mariadb_stop() {
	[ -z "$db_pid" ] || {
		kill "$db_pid" 2>/dev/null
		wait "$db_pid" 2>/dev/null
		db_pid=
	}
	[ -z "${db_socket_dir:-}" ] || rm -rf "$db_socket_dir"
}
cleanup() { mariadb_stop; }

# mariadb_database NAME [CHARSET [COLLATION]]: anew, with accounts for it.
mariadb_database() {
	sql <<SQL
DROP DATABASE IF EXISTS $1;
CREATE DATABASE $1 CHARACTER SET ${2:-utf8mb3}
	COLLATE ${3:-${2:-utf8mb3}_general_ci};
GRANT SELECT, INSERT, UPDATE, DELETE ON $1.* TO curator@localhost;
GRANT SELECT ON $1.* TO reader@localhost;
SQL
}

# mariadb_portal NAME VERSION [CHARSET [COLLATION]]: with a portal's tables.
mariadb_portal() {
	mariadb_database "$1" "${3:-}" "${4:-}" &&
		"$here/portal/ddl" "$2" mariadb | sql "$1"
}

# sql [DATABASE] [OPTION...]: as root, statements from stdin; bare values out.
sql() {
	mariadb "$db_root" --default-character-set=utf8mb4 --batch --raw \
		--skip-column-names "$@"
}

# sql_user DATABASE [OPTION...]: as the restricted user, likewise.
sql_user() {
	mariadb "$db_user" --default-character-set=utf8mb4 --batch --raw \
		--skip-column-names "$@"
}
