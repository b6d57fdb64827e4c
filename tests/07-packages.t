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
if command -v aarch64-linux-gnu-gcc >/dev/null; then
	# The libraries' headers are those of this machine.
	compiles 'the sources are taken for arm64' aarch64-linux-gnu-gcc \
		-idirafter /usr/include -idirafter "/usr/include/$(gcc -print-multiarch)"
else
	skip 'no compiler for arm64' 'the sources are taken for arm64'
fi
if command -v musl-gcc >/dev/null; then
	compiles 'the sources are taken with musl' musl-gcc \
		-idirafter /usr/include -idirafter "/usr/include/$(gcc -print-multiarch)"
else
	skip 'no musl' 'the sources are taken with musl'
fi

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
