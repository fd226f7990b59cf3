import fc from 'fast-check';
import { expect, test } from 'vitest';
import { xml, xmlResponse } from '#lib/feeds/xml.ts';

test('escapes markup once', () => {
  expect(xml(`<a href="x">Tom & 'Jerry'</a> &amp;`)).toBe(
    '&lt;a href=&quot;x&quot;&gt;Tom &amp; &apos;Jerry&apos;&lt;/a&gt; &amp;amp;',
  );
  expect(xml(']]>')).toBe(']]&gt;');
});

test('removes characters that XML forbids and keeps all others', () => {
  expect(xml('a\0b\u0008c\u001bd\ufffee\uffff')).toBe('abcde');
  expect(xml('x\ud800y\udc00z')).toBe('xyz');
  expect(xml('tab\tline\nend\r é 山 😀')).toBe('tab\tline\nend\r é 山 😀');
});

test('no text can start an element or break out of an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(xml(text)).not.toMatch(/[<>"'\0]|&(?!\w+;)/);
    }),
  );
});

test('a response is XML in UTF-8', async () => {
  const response = xmlResponse('<rss/>', 'application/rss+xml');
  expect(response.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
  expect(await response.text()).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<rss/>');
});
