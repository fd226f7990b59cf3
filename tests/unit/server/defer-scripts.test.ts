import { expect, test } from 'vitest';
import { deferScripts } from '#server/next-internals/defer-scripts.ts';

const STYLE = '<link rel="stylesheet" href="/_next/static/chunks/a.css" data-precedence="next"/>';
const FONT = '<link rel="preload" href="/_next/static/media/b.woff2" as="font" crossorigin="" type="font/woff2"/>';
const OLD = '<script src="/_next/static/chunks/old.js" noModule=""></script>';
const PRELOAD = '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/one.js"/>';
const script = (name: string) => `<script src="/_next/static/chunks/${name}.js" async=""></script>`;
const DATA = '<script>self.__next_f.push([1,"</p>"])</script>';

const page = (head: string, body: string) => `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;

test('moves the scripts to the end, each once and in order, and leaves everything else unchanged', () => {
  const body = `<p>“It’s $& mine”</p>${DATA}`;
  const rendered = page(`${FONT}${STYLE}${PRELOAD}${script('one')}${script('two')}${OLD}`, `${body}${script('three')}`);
  const html = deferScripts(rendered);
  const [before, rest = ''] = html.split('<script>(sources=>');
  expect(before).toBe(page(`${FONT}${STYLE}${OLD}`, body).replace('</body></html>', ''));
  expect(rest.match(/\[("[^\]]+)\]/)?.[0]).toBe(
    JSON.stringify(['one', 'two', 'three'].map((name) => `/_next/static/chunks/${name}.js`)),
  );
  expect(html.endsWith('</script></body></html>')).toBe(true);
});

test.for([
  ['no script', page(STYLE, 'a')],
  ['no closing tags', `<html><body>${script('one')}`],
  ['attributes in another order', page('<script async src="/_next/static/chunks/one.js"></script>', 'a')],
  ['scripts from another site', page('<script src="https://example.org/one.js" async=""></script>', 'a')],
  ['a URL that would need escaping', page('<script src="/_next/static/one.js?a&amp;b" async=""></script>', '')],
  [
    'text that only looks like a script',
    page(STYLE, '&lt;script src="/_next/static/a.js" async=""&gt;&lt;/script&gt;'),
  ],
])('leaves a page with %s unchanged', ([, html]) => {
  expect(deferScripts(html as string)).toBe(html);
});
