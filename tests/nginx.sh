# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154,SC2034,SC2317
# Servers of a test's own, on loopback: sourced after lib.sh. They run as
# whoever runs the test and end with it.
#
#	nginx_start || skip_all 'needs nginx and openssl'
#	... $http_url/... $https_url/... (HTTP/2), CA in $nginx_ca
#	badserver_start && ... $bad_url/... (see badserver.pl), log in $bad_log
#
# $nginx_www is served; the log ($nginx_log) has a line 'METHOD PATH STATUS
# PROTOCOL CONNECTION "USER-AGENT"' for each request, unless nginx_access=off.
# Locations beside the files, unless a test has its own nginx_servers:
# /any/NAME is picture.jpg, /text/NAME the same as text/plain, /404/ /410/ /500/
# these statuses, /limited/ 429 with Retry-After, /nohead/NAME no HEAD, /to/NAME
# a redirect to /any/NAME, /away/ to the HTTPS side, /gzip/NAME encoded,
# /other/NAME another picture. What comes without TLS to $https_url gets
# picture.jpg; to $strict_url a redirect to the same with https.

nginx_pid='' bad_pid=''
nginx_www=$tmp/www
nginx_log=$tmp/nginx/log
bad_log=$tmp/bad.log

# What it serves besides: a test may define its own.
nginx_servers() {
	cat <<EOF
	keepalive_requests 1000000;
	types {
		image/jpeg jpg;
		image/png png;
		text/html html;
	}
	ssl_certificate $tmp/nginx/cert.pem;
	ssl_certificate_key $tmp/nginx/key.pem;
	server {
		listen 127.0.0.1:$http_port;
		listen 127.0.0.1:$https_port ssl http2;
		root $nginx_www;
		absolute_redirect off;
		location /any/ { try_files /picture.jpg =404; }
		location /text/ {
			types { }
			default_type text/plain;
			try_files /picture.jpg =404;
		}
		location /gzip/ {
			gzip_static always;
			rewrite ^ /picture.jpg break;
		}
		location /nohead/ {
			if (\$request_method = HEAD) { return 405; }
			try_files /picture.jpg =404;
		}
		error_page 497 =200 /picture.jpg;
		location /other/ { try_files /other.jpg =404; }
		location /404/ { return 404; }
		location /410/ { return 410; }
		location /500/ { return 500; }
		location /limited/ {
			add_header Retry-After 3600 always;
			return 429;
		}
		location ~ ^/to/(.*) { return 301 /any/\$1; }
		location ~ ^/away/(.*) {
			return 302 https://127.0.0.1:$https_port/any/\$1;
		}
	}
	server {
		listen 127.0.0.1:$strict_port ssl http2;
		root $nginx_www;
		error_page 497 =301 https://127.0.0.1:$strict_port\$request_uri;
		location / { try_files /picture.jpg =404; }
	}
EOF
}

nginx_configure() {
	# Its workers would become somebody who may not read the folder.
	[ "$(id -u)" -ne 0 ] || echo "user $(id -un) $(id -gn);"
	cat <<EOF
daemon off;
worker_processes 1;
pid $tmp/nginx/pid;
error_log $tmp/nginx/error;
events { worker_connections 1024; }
http {
	log_format short '\$request_method \$request_uri \$status '
		'\$server_protocol \$connection "\$http_user_agent"';
	access_log ${nginx_access:-$nginx_log short};
	open_file_cache ${nginx_cache:-off};
	client_body_temp_path $tmp/nginx/body;
	proxy_temp_path $tmp/nginx/proxy;
	fastcgi_temp_path $tmp/nginx/fastcgi;
	uwsgi_temp_path $tmp/nginx/uwsgi;
	scgi_temp_path $tmp/nginx/scgi;
$(nginx_servers)
}
EOF
}

# nginx_start: false if there is none to start.
nginx_start() {
	PATH=$PATH:/usr/sbin:/usr/local/sbin
	command -v nginx >/dev/null && command -v openssl >/dev/null ||
		return 1
	mkdir -p "$tmp/nginx" "$nginx_www"
	nginx_ca=$tmp/nginx/cert.pem
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test \
		-addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' \
		-keyout "$tmp/nginx/key.pem" -out "$nginx_ca" 2>/dev/null ||
		return 1
	for _ in 1 2 3; do
		http_port=$(free_port)
		https_port=$(free_port)
		strict_port=$(free_port)
		nginx_configure >"$tmp/nginx/conf"
		nginx -e "$tmp/nginx/error" -c "$tmp/nginx/conf" \
			2>"$tmp/nginx/start" &
		nginx_pid=$!
		wait_for nginx_is_up && break
		nginx_pid=''
	done
	http_url=http://127.0.0.1:$http_port
	https_url=https://127.0.0.1:$https_port
	strict_url=https://127.0.0.1:$strict_port
	[ -n "$nginx_pid" ]
}

# Up, or ended because somebody else has taken the port.
nginx_is_up() {
	kill -0 "$nginx_pid" 2>/dev/null || return 0
	[ -s "$tmp/nginx/pid" ]
}

badserver_start() {
	: >"$bad_log"
	perl "$here/badserver.pl" "$nginx_www" "$bad_log" >"$tmp/bad.port" &
	bad_pid=$!
	wait_for test -s "$tmp/bad.port" || return 1
	bad_url=http://127.0.0.1:$(cat "$tmp/bad.port")
}

servers_stop() {
	for pid in $nginx_pid $bad_pid; do
		kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
	done
	nginx_pid='' bad_pid=''
}

cleanup() { servers_stop; }

# requests: how many the bad server has had since it was asked last.
requests() {
	wc -l <"$bad_log" | tr -d ' '
	: >"$bad_log"
}

# check OPTION...: asks for the URLs of stdin; output in out, messages in err.
check() {
	{
		echo originalUrl
		cat
	} >in.tsv
	img-check --allow-private "$@" in.tsv >out 2>err ||
		sed 's/^/# /' err
}
