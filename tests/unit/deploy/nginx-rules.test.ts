import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseNginx } from './nginx-blocks.ts';
import { nginxFindings } from './nginx-findings.ts';

const text = readFileSync('deploy/nginx.conf', 'utf8');

test('deploy/nginx.conf has none of the known mistakes', () => {
  expect(nginxFindings(parseNginx(text))).toEqual([]);
});

const HEADERS_FILE = 'include /srv/makeyourspace/app/deploy/nginx-headers.conf;';

test.for<[string, RegExp | string, string, RegExp]>([
  [
    'headers of its own in a location',
    `    ${HEADERS_FILE}\n    add_header Retry-After 10`,
    'add_header Retry-After 10',
    /@away lacks a common header/,
  ],
  [
    'a new location with headers',
    '  location @shop {',
    '  location @shop {\n add_header A b;',
    /@shop lacks a common header/,
  ],
  ['no common headers in the server', `  ${HEADERS_FILE}\n\n`, '\n', /location \/ lacks a common header/],
  ['headers that errors lack', HEADERS_FILE, 'add_header Strict-Transport-Security x;', /leaves headers out/],
  [
    'a location that forgets the address',
    '  location @shop {',
    '  location @shop {\n proxy_set_header Host $host;',
    /@shop lacks a header for the shop/,
  ],
  ['a country that visitors choose', 'proxy_set_header CF-IPCountry "";', '', /location \/ passes on a header/],
  [
    'a host that visitors choose',
    'proxy_set_header Host $host;',
    'proxy_set_header Host $http_host;',
    /Host that the visitor wrote/,
  ],
  ['a location without a limit', 'limit_req zone=requests burst=100 nodelay;', '', /has no limit on requests/],
  ['cached pages without a limit', /limit_req zone=(?:views|searches).*;/g, '', /search\$.* has no limit on requests/],
  ['connections without a limit', 'limit_conn connections 200;', '', /has no limit on connections/],
  [
    'uploads without the limit of all others',
    /limit_conn networks 1000;(?=\s*limit_conn uploads)/g,
    '',
    /api\/pictures has no limit on connections/,
  ],
  [
    'a limit per IPv6 address',
    'limit_req_zone $client_network zone=views',
    'limit_req_zone $binary_remote_addr zone=views',
    /counts single addresses/,
  ],
  ['slow bodies', 'client_body_timeout 10s;', 'client_body_timeout 60s;', /waits too long/],
  ['the default for slow bodies', /client_body_timeout \d+s;/g, '', /waits too long/],
  [
    'an alias that leaves its folder',
    'location ^~ /_next/static/ {',
    'location ^~ /_next/static {',
    /alias that leaves/,
  ],
  ['an alias with any path', '[0-9a-f]{62}-[0-9]{1,5}', '.*', /alias that leaves/],
  ['a redirect with decoded text', '$request_uri; }', '$uri; }', /decoded text into a response: return 301/],
  ['a header with decoded text', 'add_header X-Cache $upstream_cache_status', 'add_header X-Page $uri', /decoded text/],
  ['a condition that does more', '{ return 405; }', '{ proxy_pass http://makeyourspace; }', /does more than return/],
  ['another server', 'proxy_pass http://makeyourspace;', 'proxy_pass http://$host;', /passes requests elsewhere/],
  ['a pattern that begins anywhere', 'location ~ ^/(?:$', 'location ~ /(?:$', /pattern without a beginning/],
  ['its version', 'server_tokens off;', '', /version is told/],
  ['old TLS', 'ssl_protocols TLSv1.2', 'ssl_protocols TLSv1.1', /old TLS/],
  ['other host names', 'ssl_reject_handshake on;', '', /other host names/],
  ['uploads that are received whole', 'proxy_request_buffering off;', '', /receives uploads whole/],
  ['uploads that wait for a minute', 'proxy_read_timeout 300s;', 'proxy_read_timeout 60s;', /receives uploads whole/],
  [
    'no location for uploads',
    'location = /api/pictures',
    'location = /api/other',
    /there is no location = \/api\/pictures/,
  ],
])('%s would be found', ([, from, to, finding]) => {
  const broken = text.replaceAll(from, to);
  expect(broken).not.toBe(text);
  expect(nginxFindings(parseNginx(broken))).toContainEqual(expect.stringMatching(finding));
});

test('the parser reads quotes, comments and blocks as nginx does', () => {
  expect(parseNginx('a "b { ;c" \'d\'; # e { \nlocation ~ "^/x{2}" { f $g; }')).toEqual([
    { name: 'a', args: ['b { ;c', 'd'], block: null },
    { name: 'location', args: ['~', '^/x{2}'], block: [{ name: 'f', args: ['$g'], block: null }] },
  ]);
  for (const broken of ['a', 'a { b;', 'a; }', 'a { b }', 'a "b;']) expect(() => parseNginx(broken), broken).toThrow();
});
