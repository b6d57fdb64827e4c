#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# iaserver.pl FOLDER LOG: what rclone asks of archive.org, on a free loopback
# port, which it prints: PUT and DELETE of /ITEM/PATH as S3 has them, GET of
# /metadata/ITEM, and /download/ITEM/PATH, which gives the files. It is also a
# proxy for any host, whose paths may begin with one more folder. Files are
# those of FOLDER/ITEM. A name in FOLDER/hidden, one a line, is not in the
# metadata. LOG has a line "METHOD HOST PATH STATUS".
use strict;
use warnings;
use Digest::MD5 qw(md5_hex);
use File::Basename qw(dirname);
use File::Find;
use File::Path qw(make_path);
use FindBin;

my ($folder, $log) = @ARGV;
BEGIN { require "$FindBin::Bin/server.pl" }

sub answer
{
	my ($client, $head, $status, $type, $body) = @_;
	my $text = "HTTP/1.1 $status X\r\nContent-Type: $type\r\n" .
	    'Content-Length: ' . length($body) . "\r\n\r\n";
	print $client $text . ($head ? '' : $body);
	$client->flush;
	return $status;
}

sub json { my $s = shift; $s =~ s/(["\\])/\\$1/g; return qq("$s") }

sub metadata
{
	my ($item) = @_;
	my %hidden = map { $_ => 1 } split /\n/, slurp("$folder/hidden") // '';
	my @files;
	find({no_chdir => 1, wanted => sub {
		return unless -f $_ && !/\.(partial|time)$/;
		my $name = substr $_, length("$folder/$item/");
		return if $hidden{$name};
		push @files, '{' . join(',', map { json($_->[0]) . ':' .
		    json($_->[1]) } ['name', $name], ['size', -s $_],
		    ['md5', md5_hex(slurp($_))], ['mtime', (stat $_)[9]],
		    ['rclone-mtime', slurp("$_.time") // '']) . '}';
	}}, "$folder/$item") if -d "$folder/$item";
	return '{"files":[' . join(',', sort @files) . '],"item_size":1}';
}

sub store
{
	my ($path, $body, $time) = @_;
	make_path(dirname($path));
	open my $out, '>:raw', "$path.partial" or return 500;
	print $out $body;
	close $out;
	open my $stamp, '>', "$path.time" or return 500;
	print $stamp $time // '';
	close $stamp;
	rename "$path.partial", $path;
	return 200;
}

sub do_it
{
	my ($client, $method, $path, $body, $headers) = @_;
	my $head = $method eq 'HEAD';
	$path =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
	return answer($client, $head, 400, 'text/plain', '') if $path =~ /\.\./;
	if ($method eq 'PUT') {
		return answer($client, 0, store("$folder$path", $body,
			$headers->{'x-amz-filemeta-rclone-mtime'}),
			'text/plain', '');
	} elsif ($method eq 'DELETE') {
		unlink "$folder$path", "$folder$path.time";
		return answer($client, 0, 204, 'text/plain', '');
	} elsif ($path =~ m{/metadata/([^/]+)}) {
		return answer($client, $head, 200, 'application/json',
			metadata($1));
	} elsif ($path =~ m{/download/(.*)} && -f "$folder/$1") {
		return answer($client, $head, 200, 'image/jpeg',
			slurp("$folder/$1"));
	}
	return answer($client, $head, 404, 'text/html', 'nothing');
}

sub serve
{
	my ($client) = @_;
	my ($line, %headers, $body);
	$line = <$client> // return 0;
	my ($method, $url) = $line =~ m{^(\S+) (\S+) HTTP/} or return 0;
	while (defined(my $header = <$client>)) {
		last if $header =~ /^\r?\n/;
		$headers{lc $1} = $2 if $header =~ /^([^:]+): *(.*?)\r?\n/;
	}
	read $client, $body, $headers{'content-length'}
		if $headers{'content-length'};
	my ($host, $path) = ($headers{host} // '', $url);
	($host, $path) = ($1, $2) if $url =~ m{^http://([^/]*)(/.*)};
	$path =~ s/\?.*//;
	my $status = do_it($client, $method, $path, $body // '', \%headers);
	open my $out, '>>', $log or die;
	syswrite $out, "$method $host $url $status\n";
	return 1;
}

serve_each(sub { while (serve($_[0])) { } });
