#!/bin/sh
# scripts/deps in a world where only what is in bin/ is there, and apt-get and
# sudo are puppets.
. "$(dirname "$0")/lib.sh"

mkdir bin
for command in sh awk sort tr env cat mktemp rm touch chmod; do
	ln -s "$(command -v $command)" bin/$command
done
puppet() {
	printf '#!/bin/sh\n%s\n' "$2" >"bin/$1" && chmod 755 "bin/$1"
}
puppet id 'echo 1000'
mkdir -p npm/node_modules/s3rver npm/node_modules/axe-core
export IMG_NPM="$tmp/npm"
deps() {
	: >calls
	# /usr/sbin is looked into for servers: what is there is there.
	PATH=$tmp/bin "$(command -v sh)" "$root/scripts/deps" "$@"
}

status 2 'no such set' deps nonsense
status 2 'something is missing, and there is no apt-get' deps test
like "$(cat err)" 'command prove (Debian: perl)' 'it is listed'
wanted=$(awk '$1 == "command" { printf " %s/bin/%s", dir, $2 }' dir="$tmp" err)
puppet apt-get "echo apt-get \"\$@\" >>'$tmp/calls'
[ \$1 != install ] || { touch $wanted && chmod 755 $wanted; }"
export IMG_NO_INSTALL=1
status 2 'nothing is installed if one does not want it' deps test
is "$(cat calls)" '' 'apt-get is not called'
unset IMG_NO_INSTALL
status 2 'neither root nor sudo' deps test
like "$(cat err)" 'as root: apt-get install .*perl' 'says what to do'
puppet sudo "echo sudo \"\$1\" >>'$tmp/calls'; exec \"\$@\""
status 0 'with sudo' deps test
like "$(cat out)" '^Installing with apt-get: .*perl' 'says what it installs'
is "$(cut -d ' ' -f 1,2 calls | tr '\n' ' ')" \
	'sudo apt-get apt-get update sudo env apt-get install ' 'installs it'
status 0 'when all is there' deps test
is "$(cat calls out err)" '' 'it does nothing'
rm -r npm
puppet npm "echo npm \"\$@\" >>'$tmp/calls'; exit 1"
ln -s "$(command -v mkdir)" bin/mkdir
status 0 'what npm cannot bring is no hindrance' deps test
like "$(cat calls)" '^npm install .*s3rver' 'it is tried'
like "$(cat out)" 'its test will be skipped' 'and said'
mkdir -p npm/node_modules/s3rver npm/node_modules/axe-core
puppet id 'echo 0'
rm bin/prove
status 0 'as root' deps test
is "$(cut -d ' ' -f 1,2 calls | tr '\n' ' ')" 'apt-get update apt-get install ' \
	'without sudo'
# shellcheck disable=SC2016 # for the puppet
puppet apt-get 'case $1 in install) echo "E: Unable to locate"; exit 100 ;; esac'
rm bin/prove
status 2 'apt-get fails' deps test
like "$(cat err)" 'Unable to locate' 'its words are shown'
puppet apt-get ':'
status 2 'apt-get lies' deps test
like "$(cat err)" 'Still missing' 'which is noticed'
# The Debian package is built with what deps brings, and nothing else.
libraries=$(sed -n "/^build='/,/^'/p" "$root/scripts/deps" |
	awk '$3 ~ /^(lib|zlib).*-dev$/ && $3 != "libc6-dev" { print $3 }' | sort -u)
like "$libraries" 'libvips-dev' 'deps names the libraries'
is "$(sed -n '/^Build-Depends:/,/^[A-Z].*:/p' "$root/debian/control" |
	tr -s ' ,' '\n' | grep -E '^(lib|zlib).*-dev$' | sort -u)" "$libraries" \
	'debian/control builds with the libraries that deps brings'
done_testing
