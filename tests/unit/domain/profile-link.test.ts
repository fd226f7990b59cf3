import { domainToUnicode } from 'node:url';
import { expect, test } from 'vitest';
import { readProfileLink, shownHost } from '#lib/domain/profile-link.ts';

test.for([
  ['https://example.org', 'https://example.org/'],
  [' example.org/me?x=1#y ', 'https://example.org/me?x=1#y'],
  ['HTTPS://Example.ORG/Me', 'https://example.org/Me'],
  ['https://example.org:443/', 'https://example.org/'],
  ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
  ['https://example.org/@mira', 'https://example.org/@mira'],
  ['example.org/%0a', 'https://example.org/%0a'],
] as const)('%s is a link', ([typed, url]) => {
  expect(readProfileLink(typed)).toEqual({ url });
});

test.for([
  ['javascript:alert(1)', 'not-https'],
  ['JaVaScRiPt:alert(1)//https://example.org', 'not-https'],
  ['data:text/html,<script>', 'not-a-link'],
  ['data:text/html,x', 'not-https'],
  ['http://example.org', 'not-https'],
  ['mailto:mira@example.org', 'not-https'],
  ['https:example.org', 'not-https'],
  ['https:/example.org', 'not-https'],
  ['https:///example.org', 'not-https'],
  ['https:\\\\example.org', 'not-a-link'],
  ['https://example.org\\@evil.example', 'not-a-link'],
  ['java\nscript:alert(1)', 'not-a-link'],
  ['https://exa\tmple.org', 'not-a-link'],
  ['https://example.org/\u202egpj.exe', 'not-a-link'],
  ['https://example.org/\u200b', 'not-a-link'],
  ['https://', 'not-https'],
  ['//example.org', 'not-a-link'],
  ['/orders', 'not-a-link'],
  ['https://mira:secret@example.org', 'credentials'],
  ['https://example.org@evil.example/', 'credentials'],
  ['https://@example.org/', 'credentials'],
  ['mira@example.org', 'credentials'],
  ['https://example.org:8443/', 'port'],
  ['https://localhost/', 'no-host-name'],
  ['https://127.0.0.1/', 'no-host-name'],
  ['https://0x7f.1/', 'no-host-name'],
  ['https://2130706433/', 'no-host-name'],
  ['https://[::1]/', 'no-host-name'],
  ['https://printer.local/', 'no-host-name'],
  ['https://example.org./', 'no-host-name'],
  ['https://a_b.example/', 'no-host-name'],
  ['https://１２７.0.0.1/', 'no-host-name'],
  [`https://example.org/${'x'.repeat(300)}`, 'too-long'],
] as const)('%s is refused: %s', ([typed, problem]) => {
  expect(readProfileLink(typed)).toEqual({ problem });
});

const shown = (host: string) => {
  const { hostname } = new URL(`https://${host}`);
  return shownHost(hostname, domainToUnicode(hostname));
};

test.for([
  'bücher.example',
  'łódź.example',
  'пример.example',
  '例え.example',
  'おでん屋.example',
  '한국.example',
  'παράδειγμα.example',
])('%s is shown in its own letters', (host) => {
  expect(shown(`www.${host}`)).toBe(host);
});

test.for([
  ['mixed Cyrillic and Latin', 'pаypal.com'],
  ['only Cyrillic that looks Latin', 'аррӏе.com'],
  ['Greek omicron in Latin', 'gοοgle.com'],
  ['only Greek that looks Latin', 'νικο.com'],
  ['Armenian o in Latin', 'gօօgle.com'],
  ['Latin letters for phonetics', 'ɡooɡle.com'],
  ['dotless i', 'wıkipedia.org'],
  ['a mark on a Latin letter', 'exa\u0327mple.org'],
  ['katakana no as a slash', 'example.orgノme.com'],
  ['one label of several', 'раураӏ.example.com'],
])('%s is shown in ASCII', ([, host = '']) => {
  expect(shown(host)).toBe(new URL(`https://${host}`).hostname);
  expect(shown(host)).toContain('xn--');
});

test('a name that has no other letters stays as it is', () => {
  expect(shownHost('xn--99999999999', '')).toBe('xn--99999999999');
  expect(shown('www.example.org')).toBe('example.org');
});
