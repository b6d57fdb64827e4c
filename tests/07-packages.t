#!/bin/sh
# SPDX-License-Identifier: MIT
# The Debian package; the same bytes in whatever folder they are built; and
# that other processors and C libraries take the sources.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
sanitized && skip_all 'the same with sanitizers'
unset MAKEFLAGS MAKELEVEL MFLAGS CFLAGS
export CCACHE_DISABLE=1 # it would compare what it has kept
sources() { (cd "$root" && tar -cf - --exclude=./build --exclude=./.git .); }

# Two folders of different depth.
for folder in one a/deeper/one; do
	mkdir -p "$folder" && sources | tar -xf - -C "$folder"
	make -s -j2 -C "$folder" BUILD=build CFLAGS='-O0 -g' build/bin/img-group >log 2>&1
	is "$?$(cat log)" 0 "a build in $folder"
done
cmp one/build/bin/img-group a/deeper/one/build/bin/img-group
ok $? 'the same bytes, debugging information and all'
rm -rf a

# compiles NAME COMPILER FLAG...: every source, without output.
compiles() {
	compiles_name=$1
	shift
	# shellcheck disable=SC2016 # for the inner shell
	find "$root/common" "$root/cmd" -name '*.c' -print | LC_ALL=C sort |
		(cd "$root" && xargs -P 2 -n 12 sh -c '
			headers=$1 && shift && compiler=$1 && shift
			for source; do
				$compiler -std=c11 -pthread -D_GNU_SOURCE \
					-D_FILE_OFFSET_BITS=64 "-DVERSION=\"0\"" \
					-iquote common -iquote "$(dirname "$source")" \
					$headers -fsyntax-only -w "$source" ||
					echo "$source"
			done' sh "$(pkg-config --cflags libxml-2.0 vips)" "$*") >log 2>&1
	is "$(grep -v '^ ' log | head -n 5)" '' "$compiles_name"
}
# links FOLDER COMPILER: programs that need no library, linked without any.
links() {
	mkdir "$1"
	# shellcheck disable=SC2016 # for the inner shell
	find "$root/common/base" "$root/common/text" "$root/common/file" \
		"$root/common/stream" "$root/common/run" "$root/common/registry" \
		"$root/common/net" -name '*.c' -print | LC_ALL=C sort |
		(cd "$root" && xargs -P 2 -n 12 sh -c '
			folder=$1 compiler=$2 headers=$3 && shift 3
			for source; do
				$compiler -std=c11 -pthread -D_GNU_SOURCE \
					-D_FILE_OFFSET_BITS=64 "-DVERSION=\"0\"" -iquote common \
					$headers -c -w "$source" \
					-o "$folder/$(echo "$source" | tr / _).o"
			done' sh "$tmp/$1" "$2" "$(pkg-config --cflags libxml-2.0) \
				-idirafter /usr/include \
				-idirafter /usr/include/$(gcc -print-multiarch)") >log 2>&1
	ar rc "$1/lib.a" "$1"/*.o
	for program in img-split img-audit; do
		"$2" -std=c11 -pthread -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
			'-DVERSION="0"' -iquote "$root/common" \
			-iquote "$root/cmd/$program" -w "$root/cmd/$program"/*.c \
			"$1/lib.a" -static -o "$1/$program" >>log 2>&1
		is "$?$(grep -v '^ ' log | head -n 5)" 0 "$program is linked: $1"
	done
}
# says_same FOLDER [RUNNER]: and what they write is the same.
perl -e 'print "mediaID\toccid\toriginalUrl\tmediaMD5\tverdict\n";
	printf "%d\t%d\thttps://h%d.example.org/%d.jpg\t%d\tok\n", $_, $_, $_ % 7,
	    $_ / 2, $_ / 3 for 1 .. 5000' >media.tsv
says_same() {
	$2 "$1/img-split" -q -b host -n 3 -d "$1/parts" media.tsv >/dev/null &&
		img-split -q -b host -n 3 -d "$1/expected" media.tsv >/dev/null
	is "$?$(cat "$1"/parts/*.tsv | cksum)" "0$(cat "$1"/expected/*.tsv | cksum)" \
		"img-split writes the same: $1"
	is "$($2 "$1/img-audit" -q -P media.tsv media.tsv | cksum)" \
		"$(img-audit -q -P media.tsv media.tsv | cksum)" \
		"img-audit writes the same: $1"
}
if command -v aarch64-linux-gnu-gcc >/dev/null; then
	# The libraries' headers are those of this machine.
	compiles 'the sources are taken for arm64' aarch64-linux-gnu-gcc \
		-idirafter /usr/include -idirafter "/usr/include/$(gcc -print-multiarch)"
	links arm64 aarch64-linux-gnu-gcc
	if command -v qemu-aarch64-static >/dev/null; then
		says_same arm64 qemu-aarch64-static
	else
		skip 'no qemu-aarch64-static' 'what is linked for arm64 runs'
	fi
else
	skip 'no compiler for arm64' 'the sources are taken for arm64'
fi
# All programs, with the libraries of that processor: INSTALL says how to get them.
if [ -n "${ARM64_SYSROOT:-}" ] &&
	[ -d "$ARM64_SYSROOT/usr/lib/aarch64-linux-gnu" ] &&
	command -v aarch64-linux-gnu-gcc >/dev/null &&
	command -v qemu-aarch64-static >/dev/null; then
	libraries=$ARM64_SYSROOT/usr/lib/aarch64-linux-gnu/pkgconfig
	make -s -j2 -C "$root" programs BUILD="$tmp/arm64-all" CFLAGS='-O1 -g' \
		CC="aarch64-linux-gnu-gcc --sysroot=$ARM64_SYSROOT" \
		AR=aarch64-linux-gnu-ar \
		PKG_CONFIG="env PKG_CONFIG_SYSROOT_DIR=$ARM64_SYSROOT \
			PKG_CONFIG_LIBDIR=$libraries:$ARM64_SYSROOT/usr/share/pkgconfig \
			pkg-config" >log 2>&1
	is "$?$(grep -v '^ ' log | head -n 5)" 0 'all programs are linked for arm64'
	arm64() {
		program=$1
		shift
		qemu-aarch64-static -L "$ARM64_SYSROOT" "arm64-all/bin/$program" "$@"
	}
	for program in arm64-all/bin/*; do
		is "$(arm64 "${program##*/}" --version)" \
			"$("${program##*/}" --version)" "${program##*/} starts there"
	done
	mkdir arm64-photos && "$BUILD/draw" seed=1 >arm64-photos/UCR0001.jpg
	printf 'occid,collid,catalogNumber\n1,1,UCR0001\n' >arm64.csv
	img-scan -u https://img.example.org/ arm64-photos | img-check |
		img-match -r arm64.csv >expected.tsv
	arm64 img-scan -u https://img.example.org/ arm64-photos | arm64 img-check |
		arm64 img-match -r arm64.csv >got.tsv
	same got.tsv expected.tsv 'from a photograph to its record: the same'
	arm64 img-report -o got.html got.tsv
	img-report -o expected.html expected.tsv
	same got.html expected.html 'the page, too'
	arm64 img-derive -q -s arm64-store got.tsv >/dev/null
	img-derive -q -s expected-store expected.tsv >/dev/null
	is "$(cd arm64-store && find . -name '*.jpg' -exec cksum {} + | sort)" \
		"$(cd expected-store && find . -name '*.jpg' -exec cksum {} + | sort)" \
		'and its pictures'
	arm64 img-emit-sql -c 1 -l a --schema 3.4 got.tsv >got.sql
	img-emit-sql -c 1 -l a --schema 3.4 expected.tsv >expected.sql
	same got.sql expected.sql 'and its SQL'
else
	skip 'no ARM64_SYSROOT' 'all programs are linked for arm64'
fi
if command -v musl-gcc >/dev/null; then
	compiles 'the sources are taken with musl' musl-gcc \
		-idirafter /usr/include -idirafter "/usr/include/$(gcc -print-multiarch)"
	links musl musl-gcc
	says_same musl ''
else
	skip 'no musl' 'the sources are taken with musl'
fi

status 0 'the test of the Debian package' "$root/debian/tests/smoke"
like "$(cat out)" '^COMMIT;' 'goes to the end of the SQL'
if command -v dpkg-buildpackage >/dev/null && command -v dh >/dev/null; then
	(cd one && make -s BUILD=build clean && unset CCACHE_DISABLE &&
		DEB_BUILD_OPTIONS='nocheck parallel=2' \
			CC="$(command -v ccache >/dev/null && echo 'ccache gcc' || echo gcc)" \
			dpkg-buildpackage -b -us -uc -d) >log 2>&1
	is $? 0 'the Debian package is built'
	package=$(find . -maxdepth 1 -name 'imgpipe_*.deb')
	dpkg-deb -c "$package" | awk '{ print $6 }' >files
	for file in usr/bin/img-scan usr/share/man/man7/img-handbook.7.gz \
		usr/share/imgpipe/batch.mk \
		usr/share/zsh/vendor-completions/_img-scan; do
		grep -qx "./$file" files
		ok $? "it holds $file"
	done
	if command -v lintian >/dev/null; then
		is "$(lintian --allow-root ./*.changes 2>&1 | grep '^[EW]:')" '' \
			'lintian finds nothing'
	else
		skip 'no lintian' 'lintian finds nothing'
	fi
else
	skip 'no debhelper' 'the Debian package is built'
fi
done_testing
