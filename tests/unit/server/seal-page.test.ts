import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { END_SCRIPT, HEAD_SCRIPT } from '#lib/view/inline-scripts.ts';
import type { CachedValue } from '#server/page-cache/cached-value.ts';
import { sealPage } from '#server/page-cache/seal-page.ts';

type Page = Extract<CachedValue, { kind: 'APP_PAGE' }>;

const HEAD = `<script>${HEAD_SCRIPT}</script><script src="/_next/static/chunks/one.js" async=""></script>`;
const BOOTSTRAP =
  '<script id="_R_">(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["static/chunks/1.js","static/chunks/2-a~.js"],"runtimeModuleIds":[94553]});</script>';
const FIRST = '<script>(self.__next_f=self.__next_f||[]).push([0])</script>';
const data = (text: string) =>
  `<script>self.__next_f.push([1,${JSON.stringify(text).replaceAll('<', '\\u003c')}])</script>`;
const document = (body: string) =>
  `<!DOCTYPE html><html><head>${HEAD}</head><body>${body}<script>${END_SCRIPT}</script>${BOOTSTRAP}</body></html>`;

const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

function seal(html: string): { html: string; policy: string } {
  const page: Page = { kind: 'APP_PAGE', html, headers: { 'x-next-cache-tags': 'gallery' } };
  sealPage(page);
  expect(page.headers?.['x-next-cache-tags']).toBe('gallery');
  return { html: page.html, policy: String(page.headers?.['content-security-policy']) };
}

/** The inline scripts of a page that its policy does not allow. */
function blockedScripts({ html, policy }: { html: string; policy: string }): string[] {
  const inline = [...html.matchAll(/<script(?![^>]*src=)[^>]*>(.*?)<\/script>/gs)].map(([, script = '']) => script);
  return inline.filter((script) => !policy.includes(hashOf(script)));
}

test('the data of a page becomes one script, in order, and the policy knows every script of the page', () => {
  const pieces = ['0:"a"\n', '“sea” – \\ "quoted" </script> $& \u2028', ''];
  const sealed = seal(document(`<p>work</p>${FIRST}${pieces.map(data).join('<!--x-->')}`));
  expect(blockedScripts(sealed)).toEqual([]);
  expect(sealed.html.match(/__next_f/g)).toHaveLength(2 + pieces.length);
  expect(sealed.html.match(/<script/g)).toHaveLength(5);
  expect(sealed.policy).toMatch(/^script-src 'self'( 'sha256-[\w+/]{43}='){5}$/);

  const [script = ''] = /\(self\.__next_f.*?(?=<\/script>)/s.exec(sealed.html) ?? [];
  const self: { __next_f?: unknown[] } = {};
  new Function('self', script)(self);
  expect(self.__next_f).toEqual([[0], ...pieces.map((piece) => [1, piece])]);
});

test('the policy does not grow with the page', () => {
  const many = Array.from({ length: 60 }, (_, index) => data(`${index}`.repeat(2_000))).join('');
  expect(seal(document(FIRST + many)).policy.length).toBeLessThan(340);
});

test.for([
  ['a script', '<script>alert(1)</script>'],
  ['a script that looks like data', '<script>self.__next_f.push([1,alert(1)])</script>'],
  ['a script after data', '<script>self.__next_f.push([1,"a"]);alert(1)</script>'],
  ['a script in an escaped string', '<script>self.__next_f.push([1,"\\\\"+alert(1)+"\\\\"])</script>'],
  [
    'a script that looks like the loading one',
    '<script>(sources=>{alert(1)})(["/_next/static/chunks/one.js"])</script>',
  ],
  ['a script that looks like the first one', BOOTSTRAP.replace('94553', 'alert(1)')],
  ['a script with a nonce', '<script nonce="a">alert(1)</script>'],
])('%s that somebody smuggled into the page is not allowed', ([, smuggled]) => {
  const [, text = ''] = /<script[^>]*>(.*)<\/script>/s.exec(smuggled as string) ?? [];
  expect(blockedScripts(seal(document(`${smuggled}${FIRST}${data('a')}`)))).toEqual([text]);
});

test('a page without data or scripts to defer keeps its HTML', () => {
  const sealed = seal(`<html><body><script>${END_SCRIPT}</script></body></html>`);
  expect(sealed.html).toBe(`<html><body><script>${END_SCRIPT}</script></body></html>`);
  expect(blockedScripts(sealed)).toEqual([]);
});
