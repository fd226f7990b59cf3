import { expect, test } from 'vitest';
import { deferScripts } from '#server/next-internals/defer-scripts.ts';

const STYLE = '<link rel="stylesheet" href="/_next/static/chunks/a.css" data-precedence="next"/>';
const FONT = '<link rel="preload" href="/_next/static/media/b.woff2" as="font" crossorigin="" type="font/woff2"/>';
const OLD = '<script src="/_next/static/chunks/old.js" noModule=""></script>';
const PRELOAD = '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/one.js"/>';
const script = (name: string) => `<script src="/_next/static/chunks/${name}.js" async=""></script>`;
const DATA = '<script>self.__next_f.push([1,"</p>"])</script>';

const page = (head: string, body: string) => `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;

test('its scripts are named once more at the end, each once and in their order; all else stays', () => {
  const body = `<p>“It’s $& mine”</p>${DATA}`;
  const made = page(`${FONT}${STYLE}${PRELOAD}${script('one')}${script('two')}${OLD}`, `${body}${script('three')}`);
  const html = deferScripts(made);
  const [before, rest = ''] = html.split('<script>(sources=>');
  expect(before).toBe(page(`${FONT}${STYLE}${OLD}`, body).replace('</body></html>', ''));
  expect(rest.match(/\[("[^\]]+)\]/)?.[0]).toBe(
    JSON.stringify(['one', 'two', 'three'].map((name) => `/_next/static/chunks/${name}.js`)),
  );
  expect(html.endsWith('</script></body></html>')).toBe(true);
});

test.for([
  ['no script', page(STYLE, 'a')],
  ['no end', `<html><body>${script('one')}`],
  ['another way to write them', page('<script async src="/_next/static/chunks/one.js"></script>', 'a')],
  ['scripts of somebody else', page('<script src="https://example.org/one.js" async=""></script>', 'a')],
  [
    'an address that would have to be escaped',
    page('<script src="/_next/static/one.js?a&amp;b" async=""></script>', ''),
  ],
  ['text that only looks like one', page(STYLE, '&lt;script src="/_next/static/a.js" async=""&gt;&lt;/script&gt;')],
])('with %s it stays as it was made', ([, html]) => {
  expect(deferScripts(html as string)).toBe(html);
});
