#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# An HTTP server that does wrong what real servers do not: one process, no
# module beyond core Perl. Prints its port, then serves until it is ended.
#
#	badserver.pl FOLDER LOG
#
# FOLDER holds what is served; each request is a line of LOG. What happens is
# said by the path:
#
#	/good/NAME          the file picture.jpg, whatever the name; ranges,
#	                    ETag, Last-Modified, 304
#	/page/NAME          an HTML page with status 200
#	/lie/NAME           an HTML page that says image/jpeg
#	/text/NAME          the picture that says text/plain
#	/nohead/NAME        405 for HEAD
#	/mute/NAME          never answers HEAD
#	/only/N/NAME        N for HEAD
#	/nolength/NAME      no Content-Length, the end is the end
#	/norange/NAME       ranges are ignored
#	/gzip/NAME          the picture gzip-encoded (picture.jpg.gz)
#	/status/N/NAME      that status
#	/busy/STATUS/TIMES/WAIT/NAME   so often STATUS with Retry-After
#	                    (WAIT: seconds, "date" or "-" for none), then good
#	/flaky/TIMES/NAME   so often 500, then good
#	/reset/NAME         hangs up at once
#	/half/NAME          hangs up in the middle of the body
#	/stall/NAME         never answers
#	/drip/NAME          a byte of the body now and then
#	/delay/MS/NAME      good, later
#	/noise/NAME         no HTTP
#	/headers/NAME       headers without end
#	/latin/NAME         headers that are not UTF-8, with tabs
#	/wall/STATUS/NAME   a page that lets only people through
#	/say/STATUS/TEXT    a page with that text (percent-encoded)
#	/challenge/NAME     403, and a header that says so
#	/deaf/NAME          nothing is there; what is sent there meets no HTTP
#	/bucket/same?       a page of a bucket's list, the same for any query
#	/bucket/next?       the same, but for a token that is always another
#	/bucket/end/?       the last page of one
#	/to/STATUS/PATH     a redirect to /PATH
#	/chain/N            N redirects, then good
#	/loop               to itself
#	/away/URL           to that URL (percent-encoded)
use strict;
use warnings;
use IO::Socket::INET;
use IO::Select;
use Socket qw(SOL_SOCKET SO_LINGER);
use Time::HiRes qw(time);

my ($folder, $logname) = @ARGV;
$SIG{PIPE} = 'IGNORE';
$| = 1;
open my $log, '>>', $logname or die "$logname: $!\n";
$log->autoflush(1);

sub slurp {
	my ($name) = @_;
	open my $in, '<:raw', "$folder/$name" or return '';
	local $/;
	return <$in>;
}
my $picture = slurp('picture.jpg');
my $gzipped = slurp('picture.jpg.gz');
my $page = "<!DOCTYPE html><html><body>No such picture</body></html>\n";
my $wall = "<!DOCTYPE html><html><title>Wait</title><body>Checking your " .
	"browser before accessing it</body></html>\n";
my $modified = 'Sun, 06 Nov 1994 08:49:37 GMT';
my %times;

my $server = IO::Socket::INET->new(
	LocalAddr => '127.0.0.1', LocalPort => 0, Listen => 512,
	ReuseAddr => 1) or die "no port: $!\n";
my $select = IO::Select->new($server);
my %in;     # descriptor => bytes of the request
my @later;  # [time, socket, bytes, then]
print $server->sockport, "\n";

sub hang_up {
	my ($to, $hard) = @_;
	setsockopt($to, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0)) if $hard;
	$select->remove($to);
	delete $in{fileno $to};
	close $to;
}

sub send_all {
	my ($to, $bytes) = @_;
	$to->blocking(1);
	while (length $bytes) {
		my $n = syswrite $to, $bytes;
		return unless $n;
		substr $bytes, 0, $n, '';
	}
}

sub answer {
	my ($status, $headers, $body, $head) = @_;
	my $text = "HTTP/1.1 $status X\r\n";
	$text .= "$_: $headers->{$_}\r\n" for sort keys %$headers;
	$text .= 'Content-Length: ' . length($body) . "\r\n"
		unless exists $headers->{'Content-Length'}
		|| exists $headers->{Connection};
	return "$text\r\n" . ($head ? '' : $body);
}

sub picture_answer {
	my ($request, $head, $ranges) = @_;
	my %headers = ('Content-Type' => 'image/jpeg', ETag => '"one"',
		'Last-Modified' => $modified);
	return answer(304, { ETag => '"one"', 'Content-Length' => 0 }, '', 1)
		if $request =~ /^If-None-Match: "one"\r$/mi
		|| $request =~ /^If-Modified-Since: \Q$modified\E\r$/mi;
	if ($ranges && $request =~ /^Range: bytes=0-(\d+)\r$/mi
		&& $1 + 1 < length $picture) {
		$headers{'Content-Range'} = "bytes 0-$1/" . length $picture;
		return answer(206, \%headers, substr($picture, 0, $1 + 1),
			$head);
	}
	return answer(200, \%headers, $picture, $head);
}

sub busy {
	my ($path, $status, $often, $wait) = @_;
	return if $times{$path}++ >= $often;
	my %headers;
	$headers{'Retry-After'} = $wait if $wait =~ /^\d/;
	$headers{'Retry-After'} = http_date(time + 1) if $wait eq 'date';
	return answer($status, \%headers, 'busy', 0);
}

sub http_date {
	my @t = gmtime shift;
	return sprintf '%s, %02d %s %d %02d:%02d:%02d GMT',
		(qw(Sun Mon Tue Wed Thu Fri Sat))[$t[6]], $t[3],
		(qw(Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec))[$t[4]],
		$t[5] + 1900, @t[2, 1, 0];
}

sub redirect {
	my ($status, $to) = @_;
	return answer($status, { Location => $to }, 'elsewhere', 0);
}

# Does what the path asks for; what it returns is sent.
sub serve {
	my ($to, $method, $path, $request) = @_;
	my $head = $method eq 'HEAD';
	my $good = picture_answer($request, $head, 1);
	my %jpeg = ('Content-Type' => 'image/jpeg');
	my %html = ('Content-Type' => 'text/html; charset=utf-8');

	for ($path) {
		return $good if m{^/good/};
		return answer(200, \%html, $page, $head) if m{^/page/};
		return answer(200, \%jpeg, $page, $head) if m{^/lie/};
		return answer(200, { 'Content-Type' => 'text/plain' },
			$picture, $head) if m{^/text/};
		return $head ? answer(405, {}, '', 1) : $good if m{^/nohead/};
		return $head ? undef : $good if m{^/mute/};
		return $head ? answer($1, {}, '', 1) : $good if m{^/only/(\d+)/};
		return picture_answer($request, $head, 0) if m{^/norange/};
		return answer(200, { %jpeg, 'Content-Encoding' => 'gzip' },
			$gzipped, $head) if m{^/gzip/};
		return answer($1, \%html, $page, $head) if m{^/status/(\d+)/};
		return answer($1, \%html, $wall, $head) if m{^/wall/(\d+)/};
		if (m{^/say/(\d+)/(.*)}) {
			my ($status, $text) = ($1, $2);
			$text =~ s/%(..)/chr hex $1/ge;
			return answer($status, \%html, "<html>$text</html>", $head);
		}
		return answer(403, { %html, 'cf-mitigated' => 'challenge' }, $page,
			$head) if m{^/challenge/};
		if (m{^/deaf/} && $method eq 'PUT') {
			send_all($to, "HTTP/1.1 100 Continue\r\n\r\n\x15\x03\x01 none\r\n");
			hang_up($to);
			return;
		}
		return busy($path, $1, $2, $3) // $good
			if m{^/busy/(\d+)/(\d+)/([^/]+)/};
		return busy($path, 500, $1, '-') // $good
			if m{^/flaky/(\d+)/};
		return answer(200, { 'Content-Type' => 'application/xml' },
			bucket(m{next} ? ++$times{next} : 'again'), $head)
			if m{^/bucket/(?:same|next)/\?};
		return answer(200, { 'Content-Type' => 'application/xml' },
			bucket('') =~ s/true/false/r, $head) if m{^/bucket/end/\?};
		return redirect($1, "/$2") if m{^/to/(\d+)/(.*)};
		return redirect(302, $1 > 1 ? '/chain/' . ($1 - 1)
			: '/good/end.jpg') if m{^/chain/(\d+)};
		return redirect(302, "/latin/end\xe9.jpg") if m{^/latin/1};
		return answer(200, { %jpeg, ETag => "\"\xe9\t\"" }, $picture,
			$head) if m{^/latin/};
		return redirect(302, '/loop') if m{^/loop};
		if (m{^/away/(.*)}) {
			(my $url = $1) =~ s/%(..)/chr hex $1/ge;
			return redirect(302, $url);
		}
		return "\x15\x03\x01 is no HTTP\r\n\r\n" if m{^/noise/};
		if (m{^/nolength/}) {
			send_all($to, answer(200,
				{ %jpeg, Connection => 'close' }, $picture,
				$head));
			hang_up($to);
			return;
		}
		if (m{^/reset/}) {
			hang_up($to, 1);
			return;
		}
		if (m{^/half/} && !$head) {
			send_all($to, answer(200, \%jpeg, $picture, 1)
				. substr $picture, 0, length($picture) / 2);
			hang_up($to);
			return;
		}
		return answer(200, \%jpeg, $picture, 1) if m{^/half/};
		return if m{^/stall/};
		if (m{^/delay/(\d+)/}) {
			push @later, [time + $1 / 1000, $to, $good];
			return;
		}
		if (m{^/drip/}) {
			send_all($to, answer(200, \%jpeg, $picture, 1));
			push @later, [time, $to, 'drip'] unless $head;
			return;
		}
		if (m{^/headers/}) {
			send_all($to, "HTTP/1.1 200 OK\r\n");
			push @later, [time, $to, 'headers'];
			return;
		}
		return answer(404, \%html, $page, $head);
	}
}

sub read_more {
	my ($from) = @_;
	my $n = sysread $from, my $bytes, 65536;
	unless ($n) {
		hang_up($from);
		return;
	}
	my $fd = fileno $from;
	$in{$fd} .= $bytes;
	while (defined $in{$fd} && $in{$fd} =~ s/\A(.*?\r\n)\r\n//s) {
		my $request = $1;
		my ($method, $path) = $request =~ /^(\S+) (\S+)/ or last;
		print $log "$method $path\n";
		$path =~ s{^http://[^/]*}{}; # asked as a proxy
		my $text = serve($from, $method, $path, $request);
		send_all($from, $text) if defined $text;
		last unless defined fileno $from;
	}
}

sub bucket {
	my ($token) = @_;
	my $keys = join '', map
		{ "<Contents><Key>$_.jpg</Key><Size>5</Size></Contents>" } 1 .. 3;
	return '<?xml version="1.0"?><ListBucketResult>'
		. "<IsTruncated>true</IsTruncated>$keys"
		. "<NextContinuationToken>$token</NextContinuationToken>"
		. '</ListBucketResult>';
}

sub do_later {
	my $time = time;
	my @now = grep { $_->[0] <= $time } @later;
	@later = grep { $_->[0] > $time } @later;
	for (@now) {
		my (undef, $to, $what) = @$_;
		next unless defined fileno $to && $to->connected;
		if ($what eq 'drip') {
			send_all($to, 'x');
			push @later, [$time + 0.1, $to, $what];
		} elsif ($what eq 'headers') {
			send_all($to, 'X-More: ' . 'x' x 5000 . "\r\n");
			push @later, [$time + 0.001, $to, $what];
		} else {
			send_all($to, $what);
		}
	}
}

while (1) {
	for my $ready ($select->can_read(@later ? 0.002 : 10)) {
		if ($ready == $server) {
			my $new = $server->accept or next;
			$new->sockopt(Socket::TCP_NODELAY(), 1);
			$in{fileno $new} = '';
			$select->add($new);
		} else {
			read_more($ready);
		}
	}
	do_later();
}
