#!/bin/sh
# make install, uninstall and dist, and what the programs are linked with.
. "$(dirname "$0")/lib.sh"

# make with the sanitizers where the build has them, so that nothing is
# rebuilt.
sanitize=
! sanitized || sanitize=SANITIZE=1
make_() {
	# shellcheck disable=SC2086 # empty or one word
	make -s -C "$root" BUILD="$BUILD" $sanitize "$@"
}

make_ install DESTDIR="$tmp/stage" PREFIX=/usr >out 2>&1
is "$?$(cat out)" 0 "make install DESTDIR=… PREFIX=/usr"
for program in "$BUILD"/bin/*; do
	tool=$(basename "$program")
	like "$("$tmp/stage/usr/bin/$tool" --version)" "^$tool (imgpipe) " \
		"$tool is installed and runs"
	[ -f "$tmp/stage/usr/share/man/man1/$tool.1" ]
	ok $? "$tool: its manual is installed"
done
ok "$([ -f stage/usr/share/man/man5/img-stream.5 ]; echo $?)" \
	"img-stream(5) is installed"
for program in "$BUILD"/bin/*; do
	tool=$(basename "$program")
	completion=stage/usr/share/bash-completion/completions/$tool
	like "$(cat "$completion")" "compgen -W '.*--version" \
		"$tool: its options complete"
	! command -v bash >/dev/null || bash -n "$completion"
	ok $? "$tool: and bash takes that"
done
for program in "$BUILD"/bin/*; do
	tool=$(basename "$program")
	options=$("$tool" --help | grep -oE '^ +(-[A-Za-z0-9], )?--[a-z0-9-]+' |
		grep -oE -- '--[a-z0-9-]+' | tr '\n' ' ')
	zsh=stage/usr/share/zsh/site-functions/_$tool
	fish=stage/usr/share/fish/vendor_completions.d/$tool.fish
	is "$(sed -n "s/^.*complete -c $tool.* -l \([a-z0-9-]*\) .*/--\1/p" "$fish" |
		tr '\n' ' ')" "$options" "$tool: fish completes the options of --help"
	is "$(grep -oE -- '[*,]--[a-z0-9-]+' "$zsh" | cut -c 2- | tr '\n' ' ')" \
		"$options" "$tool: and zsh does"
done
for engine in batch.parallel batch.slurm; do
	"$root/scripts/$engine" --help | grep -oE -- '^  -[A-Za-z], --[a-z]+' |
		grep -oE -- '--[a-z]+' >options
	like "$(cat stage/usr/share/bash-completion/completions/$engine)" \
		"compgen -W '$(paste -sd ' ' options)'" "$engine: its options complete"
	! command -v bash >/dev/null ||
		bash -n stage/usr/share/bash-completion/completions/$engine
	ok $? "$engine: and bash takes that"
	is "$(sed -n 's/.* -l \([a-z]*\) .*/--\1/p' \
		stage/usr/share/fish/vendor_completions.d/$engine.fish)" \
		"$(cat options)" "$engine: fish completes them"
done
if command -v zsh >/dev/null; then
	zsh -f -c 'fpath=('"$tmp"'/stage/usr/share/zsh/site-functions $fpath)
		autoload -U compinit && compinit -u -d '"$tmp"'/dump
		for file in '"$tmp"'/stage/usr/share/zsh/site-functions/_*; do
			zsh -n $file || print broken $file
			print $_comps[${file:t:s/_//}]
		done' >out 2>&1 </dev/null
	is "$(sort out)" "$(for file in stage/usr/share/zsh/site-functions/*; do
		basename "$file"; done | sort)" 'zsh takes its completions'
else
	skip 'no zsh' 'zsh takes its completions'
fi
if command -v fish >/dev/null; then
	for file in stage/usr/share/fish/vendor_completions.d/img-*; do
		HOME=$tmp fish --no-config -c "source $file
			complete -C '$(basename "$file" .fish) --verb'"
	done >out 2>&1 </dev/null
	is "$(cut -f 1 out | sort -u)" --verbose 'fish completes --verb'
	is "$(wc -l <out)" "$(find stage/usr/share/fish -name 'img-*.fish' | wc -l)" \
		'for every program'
else
	skip 'no fish' 'fish completes --verb'
fi
ok "$([ -x stage/usr/share/imgpipe/batch.parallel ] &&
	[ -f stage/usr/share/imgpipe/batch.mk ]; echo $?)" 'the batch files are installed'
make_ uninstall DESTDIR="$tmp/stage" PREFIX=/usr >out 2>&1
is "$(find stage ! -type d)" '' "make uninstall leaves nothing"

# The libraries that a program needs are those that its libs.mk names.
for libs in "$root"/cmd/*/libs.mk; do
	tool=$(basename "$(dirname "$libs")")
	sed -n 's/^LIBS_[^=]*= *//p' "$libs" | tr ' ' '\n' |
		sed -n 's/^-l//p' | sort -u >named
	readelf -d "$BUILD/bin/$tool" |
		sed -n 's/.*NEEDED.*\[lib\(.*\)\.so.*/\1/p' >needed
	# A soname may add a version to the name: xml2.
	unused=$(while read -r lib; do
		grep -qE "^${lib}[0-9.-]*\$" needed || printf '%s ' "$lib"
	done <named)
	is "$unused" '' "$tool: links no library that it does not use"
done

if [ -n "$sanitize" ]; then
	skip "a sanitizer build" "the programs are hardened"
else
	for program in "$BUILD"/bin/*; do
		readelf -h "$program" >elf 2>/dev/null || continue
		readelf -d "$program" >>elf
		grep -q 'Type:.*DYN' elf && grep -q 'FLAGS.*NOW' elf
		ok $? "$(basename "$program"): position-independent, bound now"
	done
fi

# A door is one file of common/, or one of a program: nobody else includes the
# library's header.
for header in csv.h curl/curl.h libexif/exif-data.h pcre2.h archive.h \
	libxml/parser.h libxml/HTMLparser.h openssl/evp.h png.h webp/decode.h vips/vips.h openjpeg.h jxl/decode.h avif/avif.h turbojpeg.h jpeglib.h \
	utf8proc.h iconv.h; do
	doors=$(cd "$root" && grep -rlE "^#include <$header>" common cmd |
		sed 's,^common/.*,common,; s,^cmd/\([^/]*\)/.*,\1,' | sort)
	is "$(echo "$doors" | uniq -d)" '' "<$header> is included in one file"
	ok "$(! echo "$doors" | grep -q common || [ "$doors" = common ]
		echo $?)" "<$header>: a door in common/ is the only one"
done

if git -C "$root" rev-parse HEAD >/dev/null 2>&1 && [ -z "$sanitize" ]; then
	make_ dist >out 2>&1
	is "$?$(cat out)" 0 "make dist"
	mkdir unpacked && tar -xzf "$BUILD"/imgpipe-*.tar.gz -C unpacked
	make -s -j2 -C unpacked/* BUILD=build CFLAGS=-O0 >out 2>&1
	is "$?$(cat out)" 0 "what it packs builds, without a warning"
	make -s -C unpacked/* BUILD=build clean
	is "$(find unpacked -name build)" "" "make clean"
else
	skip "no git checkout, or a sanitizer build" "make dist"
fi
done_testing
