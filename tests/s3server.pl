#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# s3server.pl FOLDER LOG: a bucket of S3's on a free loopback port, which it
# prints. It verifies what servers that are only for tests do not: Signature
# Version 4 of each request (key TESTKEY, secret TESTSECRET, any region) and
# Content-MD5. Objects are files of the folder, named by their keys with %2F;
# NAME.headers has what they were sent with. LOG has a line "METHOD KEY STATUS".
# ETags below kms/ are no MD5s; what comes below lossy/ for the first time is
# stored without its last byte. What is below blind/ may be put, but not read.
use strict;
use warnings;
use Digest::MD5 qw(md5 md5_hex);
use Digest::SHA qw(hmac_sha256 hmac_sha256_hex sha256_hex);
use FindBin;
use MIME::Base64;

my ($folder, $log) = @ARGV;
BEGIN { require "$FindBin::Bin/server.pl" }

sub spew
{
	my ($name, $bytes) = @_;
	open my $out, '>:raw', "$name.$$" or die "$name: $!";
	print $out $bytes;
	close $out;
	rename "$name.$$", $name;
}

sub note
{
	open my $out, '>>', $log or die;
	syswrite $out, join(' ', @_) . "\n";
}

# What AWS's description of Signature Version 4 says to sign.
sub signed_well
{
	my ($method, $path, $headers) = @_;
	my ($region, $signed, $signature) = ($headers->{authorization} // '') =~
	    m{^AWS4-HMAC-SHA256 Credential=TESTKEY/\d{8}/([a-z0-9-]+)/s3/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$}
	    or return 0;
	my $time = $headers->{'x-amz-date'} // '';
	my ($day) = $time =~ /^(\d{8})T\d{6}Z$/ or return 0;
	return 0 unless $signed =~ /(^|;)host(;|$)/;
	my $canonical = join "\n", $method, $path, '',
	    (map { "$_:" . ($headers->{$_} // '') } split /;/, $signed), '',
	    $signed, $headers->{'x-amz-content-sha256'} // '';
	my $text = join "\n", 'AWS4-HMAC-SHA256', $time,
	    "$day/$region/s3/aws4_request", sha256_hex($canonical);
	my $key = hmac_sha256($day, 'AWS4TESTSECRET');
	$key = hmac_sha256($_, $key) for $region, 's3', 'aws4_request';
	return hmac_sha256_hex($text, $key) eq $signature;
}

sub answer
{
	my ($client, $method, $status, $body, @headers) = @_;
	my $length = length $body;
	my $head = join "\r\n", "HTTP/1.1 $status X", "Content-Length: $length",
	    @headers, '', '';
	print $client $head . ($method eq 'HEAD' ? '' : $body);
	$client->flush;
}

# As S3 says it.
sub fail
{
	my ($client, $method, $status, $code, $message) = @_;
	answer($client, $method, $status, '<?xml version="1.0"?>' .
	    "<Error><Code>$code</Code><Message>$message</Message></Error>");
	return $status;
}

sub serve
{
	my $client = shift;
	while (my ($method, $path, $headers) = read_head($client)) {
		my $body = read_body($client, $headers);
		my $status = act($client, $method, $path, $headers, $body);
		my ($key) = $path =~ m{^/[^/]+/(.*)};
		note($method, $key // '', $status);
	}
}

sub read_head
{
	my $client = shift;
	my ($method, $path, %headers);
	my $line = <$client> // return;
	($method, $path) = $line =~ m{^(\S+) (\S+) HTTP/1} or return;
	while (defined($line = <$client>) && $line =~ /\S/) {
		my ($name, $value) = $line =~ /^([^:]+):\s*(.*?)\s*$/;
		$headers{lc $name} = $value;
	}
	return ($method, $path, \%headers);
}

sub read_body
{
	my ($client, $headers) = @_;
	my $body = '';
	if (lc($headers->{expect} // '') eq '100-continue') {
		print $client "HTTP/1.1 100 Continue\r\n\r\n";
		$client->flush;
	}
	read $client, $body, $headers->{'content-length'} // 0;
	return $body;
}

sub etag
{
	my ($key, $bytes) = @_;
	return 'ETag: "' . md5_hex($key =~ m{^kms/} ? "-$bytes" : $bytes) . '"';
}

sub act
{
	my ($client, $method, $path, $headers, $body) = @_;
	my ($key) = $path =~ m{^/pics/(.+)} or do {
		return fail($client, $method, 404, 'NoSuchBucket',
			'The specified bucket does not exist');
	};
	(my $name = "$folder/$key") =~ s{(?<=.)/}{%2F}g;
	$name = "$folder/" . ($key =~ s{/}{%2F}gr);
	# What is public is read without a signature.
	my $public = !exists $headers->{authorization} && $method ne 'PUT';
	if (($headers->{authorization} // '') =~ m{/mars-1/}) {
		return fail($client, $method, 400,
			'AuthorizationHeaderMalformed', 'expecting eu-central-1');
	}
	if (($headers->{authorization} // '') =~ m{/venus-1/}) {
		answer($client, $method, 403, '<html>Forbidden</html>');
		return 403;
	}
	unless ($public || signed_well($method, $path, $headers)) {
		return fail($client, $method, 403, 'SignatureDoesNotMatch',
			'Check your key');
	}
	if ($key =~ m{^blind/} && $method ne 'PUT') {
		answer($client, $method, 403, '');
		return 403;
	}
	if (($headers->{'if-none-match'} // '') eq '*' && -e $name) {
		answer($client, $method, 412, '');
		return 412;
	}
	if ($method eq 'PUT') {
		if ($key =~ m{^down/}) {
			return fail($client, $method, 500, 'InternalError',
				'We encountered an internal error');
		}
		my $md5 = encode_base64(md5($body), '');
		if (($headers->{'content-md5'} // '') ne $md5) {
			answer($client, $method, 400, 'BadDigest');
			return 400;
		}
		spew("$name.headers",
			join '', map { "$_: $headers->{$_}\n" } sort keys %$headers);
		chop $body if $key =~ m{^lossy/} && !-e $name;
		spew($name, $body);
		answer($client, $method, 200, '', etag($key, $body));
		return 200;
	}
	my $bytes = slurp($name);
	unless (defined $bytes) {
		answer($client, $method, 404, '');
		return 404;
	}
	answer($client, $method, 200, $bytes, 'Content-Type: image/jpeg',
		etag($key, $bytes));
	return 200;
}

serve_each(\&serve);
