import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { MarkdownText } from '#components/legal/markdown-text.tsx';
import { safeHref } from '#lib/domain/markdown.ts';
import { parseMarkdown } from '#lib/markdown/parse-markdown.ts';

const htmlOf = (text: string) => renderToStaticMarkup(createElement(MarkdownText, { blocks: parseMarkdown(text) }));

/** Elements and attributes of all HTML that a text became. */
function marksOf(html: string) {
  const tags = [...html.matchAll(/<([a-z][\w-]*)((?:\s[^<>]*)?)>/g)];
  return {
    elements: new Set(tags.map(([, name]) => name)),
    attributes: new Set(tags.flatMap(([, , rest = '']) => [...rest.matchAll(/\s([\w-]+)=/g)].map(([, name]) => name))),
    links: [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href),
  };
}

const ELEMENTS =
  'div section p h2 h3 h4 ul ol li blockquote pre code hr table thead tbody tr th td strong em del br a'.split(' ');
const ATTRIBUTES = 'class dir href rel start tabindex role aria-label scope'.split(' ');

test.for([
  '<script>alert(1)</script>',
  'Text <img src=x onerror=alert(1)> and <b onclick="alert(1)">bold</b>',
  '<svg/onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<style>body{display:none}</style>\n\n<base href="https://evil.example">',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](<java&#115;cript:alert(1)>)',
  '[x](&#x6A;avascript:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox(1))',
  '[x](//evil.example/x)',
  '[x](/\\evil.example/x)',
  '[x](https://user:password@evil.example/)',
  '[x]: javascript:alert(1)\n\n[x]',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](https://evil.example/pixel.gif "t\\" onload=alert(1)")',
  '[x](https://example.org "\\" onmouseover=\\"alert(1)")',
  '[<img src=x onerror=alert(1)>](https://example.org)',
  '| <script> | b |\n|---|---|\n| <img onerror=1> | [x](javascript:1) |',
  '```html" onload="x\n</code></pre><script>alert(1)</script>\n```',
  '`</code><script>alert(1)</script>`',
  '<!-- --><script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;',
])('%j becomes nothing that acts', (text) => {
  const { elements, attributes, links } = marksOf(htmlOf(text));
  expect([...elements].filter((name) => !ELEMENTS.includes(name ?? ''))).toEqual([]);
  expect([...attributes].filter((name) => !ATTRIBUTES.includes(name ?? ''))).toEqual([]);
  expect(links.filter((href) => href !== 'https://example.org/')).toEqual([]);
});

test.for([
  ['/returns', '/returns'],
  ['#part', '#part'],
  ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
  ['mailto:ada@example.org', 'mailto:ada@example.org'],
  ['tel:+4930123456', 'tel:+4930123456'],
  ['https:/example.org', null],
  ['returns', null],
  ['../admin', null],
  ['//example.org', null],
  ['/\t/example.org', null],
  ['ftp://example.org', null],
  ['blob:https://example.org/1', null],
  ['http://[', null],
  ['', null],
] as const)('the target %j is %j', ([href, safe]) => expect(safeHref(href)).toBe(safe));

test('what people write looks as they expect', () => {
  const html = htmlOf(
    '# One\n\nA *b* **c** ~~d~~ `e`  \nf &amp; &sect; 5\n\n3. three\n4. four\n\n- x\n  - y\n\n> quoted\n\n---\n\n[r](/returns) <https://example.org>\n\n|a|\n|-|\n|b|',
  );
  for (const part of [
    '<h2 dir="auto" class="font-medium mt-6 text-lg">One</h2>',
    'A <em>b</em> <strong>c</strong> <del>d</del> <code>e</code><br/>f &amp; § 5',
    '<ol start="3"',
    '<a class="underline underline-offset-4" href="/returns">r</a>',
    '<a href="https://example.org/" rel="noreferrer"',
    '<blockquote',
    '<hr',
    '<th scope="col"',
  ])
    expect(html).toContain(part);
});

test.for([
  ['# a\n\n## b\n\n### c\n\n#### d\n\n# e', [2, 3, 4, 4, 2]],
  ['## a\n\n### b\n\n## c', [2, 3, 2]],
  ['#### a\n\n# b', [2, 2]],
  ['# a\n\n### b\n\n## c', [2, 3, 3]],
] as const)('the headings of %j have the levels %j', ([text, levels]) =>
  expect(parseMarkdown(text).map((block) => block.type === 'heading' && block.level)).toEqual(levels),
);

test('deep nesting and long rows of marks take no time', () => {
  const start = performance.now();
  for (const text of [
    '>'.repeat(60_000),
    `${'> '.repeat(30_000)}x`,
    `${'- '.repeat(30_000)}x`,
    `${'1. '.repeat(20_000)}x`,
    '['.repeat(60_000),
    `${'*'.repeat(60_000)}a`,
    '*a '.repeat(20_000),
    '![['.repeat(20_000),
    '`'.repeat(60_000),
    '<'.repeat(60_000),
    `${'|'.repeat(30_000)}\n${'|-'.repeat(15_000)}`,
    'a\n'.repeat(30_000),
    '\t'.repeat(60_000),
  ])
    parseMarkdown(text);
  expect(performance.now() - start).toBeLessThan(60_000);
}, 120_000);
