#!/bin/sh
# GNU Parallel over ssh and job arrays of Slurm: the bytes of one run, parts
# that have failed are done again, alone.
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/put.sh
. "$here/put.sh"

slurm_pids=''
slurm_end() {
	for pid in $slurm_pids; do
		kill "$pid" 2>/dev/null
	done
}
# A controller and a machine of our own, as whoever runs the test.
slurm_start() {
	for program in munged slurmctld slurmd sbatch; do
		command -v $program >/dev/null || return 1
	done
	mkdir -m 755 "$tmp/slurm" "$tmp/slurm/state" "$tmp/slurm/spool" &&
		mkdir -m 700 "$tmp/slurm/munge" || return 1
	chmod 755 "$tmp"
	dd if=/dev/urandom of="$tmp/slurm/munge/key" bs=128 count=1 2>/dev/null
	chmod 600 "$tmp/slurm/munge/key"
	socket=$tmp/slurm/munge.socket
	munged --force -F --key-file="$tmp/slurm/munge/key" --socket="$socket" \
		--pid-file="$tmp/slurm/munge/pid" --log-file="$tmp/slurm/munge/log" \
		--seed-file="$tmp/slurm/munge/seed" >>"$tmp/slurm/log" 2>&1 &
	slurm_pids=$!
	wait_for test -S "$socket" || return 1
	name=$(hostname -s)
	cat >"$tmp/slurm/conf" <<CONF
ClusterName=test
SlurmctldHost=$name(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$socket
CredType=cred/munge
StateSaveLocation=$tmp/slurm/state
SlurmdSpoolDir=$tmp/slurm/spool
SlurmctldPidFile=$tmp/slurm/slurmctld.pid
SlurmdPidFile=$tmp/slurm/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_interval=1,bf_interval=1
NodeName=$name NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=$name Default=YES MaxTime=INFINITE State=UP
CONF
	SLURM_CONF=$tmp/slurm/conf
	export SLURM_CONF
	slurmctld -D -f "$SLURM_CONF" >>"$tmp/slurm/log" 2>&1 &
	slurm_pids="$slurm_pids $!"
	slurmd -D -f "$SLURM_CONF" >>"$tmp/slurm/log" 2>&1 &
	slurm_pids="$slurm_pids $!"
	wait_for sh -c 'sinfo -h -o %T | grep -q idle'
}
# slurm RESULT: submits, and waits until the last job has ended.
slurm() {
	job=$("$root/scripts/batch.slurm" -r 2 photos.tsv "$1") || return
	wait_for sh -c "! squeue -h -j $job 2>/dev/null | grep -q ."
}
cleanup() {
	slurm_end
	for pid in ${ssh_pid:-}; do
		kill "$pid" 2>/dev/null
	done
}
# A picture that needs attention makes status 1.
mkdir photos
for i in 1 2 3 4 5 6 7 8 9; do
	"$BUILD/draw" >photos/$i.jpg 2>/dev/null ||
		convert -size 40x30 "xc:rgb($i,$i,0)" photos/$i.jpg
done
echo no picture >photos/4.jpg
img-scan -q "$tmp/photos" >photos.tsv
img-check -q photos.tsv >expected.tsv
is $? 0 'a run in one'
like "$(cat expected.tsv)" 'bad' 'with something bad in it'

for engine in batch.parallel batch.slurm; do
	status 0 "$engine --help" "$root/scripts/$engine" --help
	like "$(head -n 1 out)" "^Usage: $engine .*STREAM RESULT" 'says what it takes'
	status 2 "$engine: no such option" "$root/scripts/$engine" --recursive a b
	like "$(cat err)" "^$engine: unknown option '--recursive'" 'is said'
	status 2 "$engine: no result" "$root/scripts/$engine" photos.tsv
	status 2 "$engine: no number" "$root/scripts/$engine" -r 1k photos.tsv r.tsv
	like "$(cat err)" "^$engine: invalid number of rows: '1k'" 'is said'
	status 2 "$engine: no such stream" "$root/scripts/$engine" gone.tsv r.tsv
	like "$(cat err)" '^batch.*: gone.tsv: no such file' 'is said'
	status 2 "$engine: a folder" "$root/scripts/$engine" photos r.tsv
	like "$(cat err)" 'photos: not a file: img-scan' 'has its program'
done
if command -v parallel >/dev/null; then
	status 0 'Parallel here' "$root/scripts/batch.parallel" -r 2 -j 2 \
		photos.tsv here.tsv
	same here.tsv expected.tsv 'gives the same bytes'
	is "$(find here.tsv.parts -name '*.checked' | wc -l)" 5 'in five parts'
	sed 1,2d photos.tsv >others.tsv
	status 2 'parts of another stream' "$root/scripts/batch.parallel" -r 2 \
		others.tsv here.tsv
	like "$(cat err)" 'here.tsv.parts is of another stream, or .*remove it' \
		'are none of it'
	status 2 'parts of a run with other options' "$root/scripts/batch.parallel" \
		-r 2 photos.tsv here.tsv --decode
	like "$(cat err)" 'begun with other options' 'are not mixed with it'
	rm here.tsv here.tsv.parts/000002.checked
	touch -d 2020-01-01 here.tsv.parts/*.checked
	status 0 'again' "$root/scripts/batch.parallel" -r 2 photos.tsv here.tsv
	same here.tsv expected.tsv 'gives the same'
	is "$(find here.tsv.parts -name '*.checked' -newermt 2021-01-01)" \
		here.tsv.parts/000002.checked 'and does what was missing, alone'
	printf '#!/bin/sh\nexit 2\n' >fails && chmod +x fails
	status 2 'parts that fail' env IMG_CHECK="$tmp/fails" \
		"$root/scripts/batch.parallel" -r 2 photos.tsv none.tsv
	like "$(cat err)" '0 of 5 parts are done' 'are counted'
	ok "$([ ! -e none.tsv ]; echo $?)" 'and there is no result'
	# Hosts that take turns, as in a portal's list.
	awk 'BEGIN { print "originalUrl"; for (i = 0; i < 30; i++)
		printf "https://h%d.example.org/%d.jpg\n", i % 3, i }' >urls.tsv
	status 0 'by host' "$root/scripts/batch.parallel" -b host -r 10 urls.tsv \
		hosts.tsv --no-remote
	is "$(for part in hosts.tsv.parts/*.tsv; do sed 1d "$part" | cut -d / -f 3 |
		sort -u | wc -l; done | tr -d ' \n')" 111 'each has its part'
	is "$(wc -l <hosts.tsv)" 31 'and all rows are there'
	if ssh_start; then
		printf '#!/bin/sh\nexec ssh -q -F /dev/null -p %s -i %s -o UserKnownHostsFile=%s "$@"\n' \
			"$ssh_port" "$tmp/ssh/id" "$tmp/ssh/known" >ssh-login
		chmod +x ssh-login
		mkdir home && HOME=$tmp/home && export HOME
		export PARALLEL_SSH="$tmp/ssh-login" PARALLEL_RSYNC_OPTS="-e $tmp/ssh-login -rlDzR"
		if command -v rsync >/dev/null; then
			status 0 'Parallel over ssh' env IMG_CHECK="$BUILD/bin/img-check" \
				"$root/scripts/batch.parallel" -S 2/127.0.0.1 -r 2 \
				photos.tsv there.tsv
			same there.tsv expected.tsv 'gives the same bytes'
		else
			skip 'needs rsync' 'Parallel over ssh'
		fi
	else
		skip 'needs sshd' 'Parallel over ssh'
	fi
else
	skip 'needs GNU Parallel' 'Parallel'
fi
# The example of the manual, as it is.
if command -v snakemake >/dev/null; then
	awk '/^\.Ed/ { copying = 0 }
		copying { gsub(/\\e/, "\\"); gsub(/\\&/, ""); gsub(/\\\(aq/, "\047")
			print }
		/^# not run: is no script/ { copying = 1 }' \
		"$root/man/img-batch.7" >Snakefile
	rm -rf parts
	img-split --replace -d parts -r 2 -o parts.list photos.tsv
	mv parts.list parts/list
	status 0 'Snakemake' env HOME="$tmp" snakemake -j2 --nolock -q
	sed '1!{/^path\t/d;}' parts/*.checked >joined.tsv
	same joined.tsv expected.tsv 'Snakemake: the same bytes'
	rm parts/000002.checked
	status 0 'Snakemake again' env HOME="$tmp" snakemake -j2 --nolock
	like "$(cat out err)" '1 of 2 steps\|^check  *1' 'does the missing part alone'
else
	skip 'no snakemake' 'Snakemake'
fi
if slurm_start; then
	status 0 'a job array of Slurm' slurm array.tsv
	same array.tsv expected.tsv 'gives the same bytes'
	rm array.tsv array.tsv.parts/000003.checked
	touch -d 2020-01-01 array.tsv.parts/*.checked
	status 0 'again' slurm array.tsv
	same array.tsv expected.tsv 'gives the same'
	is "$(find array.tsv.parts -name '*.checked' -newermt 2021-01-01)" \
		array.tsv.parts/000003.checked 'and does what was missing, alone'
	rm array.tsv array.tsv.parts/000003.checked
	mv array.tsv.parts/000003.tsv array.tsv.parts/away
	status 0 'a part that fails' slurm array.tsv
	ok "$([ ! -e array.tsv ]; echo $?)" 'there is no result'
	like "$(cat array.tsv.parts/gather.log)" '4 of 5 parts are done' \
		'the last job does not wait for ever, and counts'
else
	skip "Slurm cannot be started here: $(tail -n 1 slurm/log 2>/dev/null)" Slurm
fi
done_testing
