import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { searchKey } from '#lib/domain/search/search-key.ts';
import type { AppRoute } from './app-routes.ts';
import type { RawRequest } from './send-raw.ts';

/** What a shop has, so that some requests get past “not found”. */
export type KnownValues = { segments: readonly string[]; cookies: readonly string[]; actions: readonly string[] };

const HOSTILE_TEXTS = [
  ...[
    '%',
    '%0',
    '%f',
    '%ff',
    '%FF%FE',
    '%E0%A4%A',
    '%C0%80',
    '%ED%A0%80',
    '%F4%90%80%80',
    '%00',
    'a%00b',
    '%2500',
    '%25ff',
  ],
  ...[
    '%CC%80',
    '%CC%88',
    '%D6%91',
    '%E2%80%8B',
    '%E2%80%AE',
    '%F0%9F%90%8E',
    '%EF%BF%BF',
    '%EF%BF%BD',
    '%0A',
    '%0D%0A',
    '%7F',
  ],
  ...[
    '%2F',
    '%2e%2e',
    '..%2f..%2f',
    '%5C',
    '.',
    '..',
    '~',
    '-',
    '_',
    '*',
    '%3F',
    '%23',
    '%26',
    '%3D',
    '+',
    ';',
    ',',
    ':',
    '@',
    "'",
  ],
  ...[
    '%27%20OR%201=1',
    '%22',
    '%3Cscript%3E',
    '%60',
    '%7B%7B',
    '%5B%5D',
    '%28%28',
    '%7C',
    '%5E',
    '$1',
    '!',
    '%5Bslug%5D',
    '(.)x',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    'Infinity',
    '-1',
    '0',
    '1e999',
    '99999999999999999999',
  ],
  ...[
    '2026-13-99',
    '0000',
    '9999',
    '1_x',
    '0_00000000-0000-0000-0000-000000000000',
    '99999999999999_evt',
    '253402300800000_evt',
  ],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'EUR',
    'XXX',
    'eur',
    'en',
    '0.xml',
    '9999.xml',
  ],
  ...['s', 's%25', `${'a'.repeat(64)}-320.webp`, 'a'.repeat(300), '%F0%9F%90%8E'.repeat(60), 'x'.repeat(4_000)],
  ...[
    '//evil.example',
    '/\\evil.example',
    'http://evil.example',
    'javascript:alert(1)',
    'page.rsc',
    'x.segments',
    '_next',
    'index',
  ],
];

const KEYED = [
  'q=%00',
  'artist=%00',
  'q=%CC%80',
  'sort=price-up&min=1e9',
  'after=x',
  'artist=%ff',
  'tag=%00&medium=%00',
  '\0',
  '\ud800',
]
  .map((query) => searchKey(query))
  .concat('s____', 'sgIA', 's_w', 'sAA');

/** Every parameter that a page or route reads, and some that only Next or next-auth do. */
const NAMES = [
  ...[
    'q',
    'tag',
    'medium',
    'artist',
    'available',
    'min',
    'max',
    'from',
    'to',
    'size',
    'orientation',
    'colour',
    'sort',
    'after',
  ],
  ...[
    'older',
    'newer',
    'before',
    'currency',
    'base',
    'amount',
    'order',
    'problem',
    'reference',
    'outcome',
    'done',
    'again',
    'said',
  ],
  ...[
    'replay',
    'discard',
    'days',
    'next',
    'back',
    'callbackUrl',
    'error',
    'csrfToken',
    'json',
    'redirect',
    'code',
    'state',
    '_rsc',
  ],
  ...[
    'nxtPslug',
    'nxtPcurrency',
    'nextInternalLocale',
    '__nextDataReq',
    '__proto__',
    'slug',
    'postId',
    'command',
    'userId',
    'intent',
  ],
];

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  accept: ['text/html', 'application/json', '*/*', 'text/x-component', 'image/avif', ';;;', 'a'.repeat(2_000)],
  'accept-language': ['de', 'xx-YY-zz', '*', ';q=', 'en;q=9,de;q=-1', 'de-DE-1996-x-y', '\xff', 'x'.repeat(1_000)],
  'accept-encoding': ['gzip', 'br;q=0', 'zstd', 'x', 'identity;q=0'],
  origin: ['null', 'http://evil.example', 'x', 'http://', ''],
  referer: ['x', 'http://[', 'http://evil.example/%ff', '//'],
  'sec-fetch-site': ['same-origin', 'cross-site', 'x'],
  'sec-fetch-dest': ['empty', 'document', 'x'],
  rsc: ['1', '0', 'x'],
  'next-router-prefetch': ['1', '2', 'x'],
  'next-router-segment-prefetch': ['/_tree', '/_index', '/%ff', 'x', '../../x', '$d$slug', '/'.repeat(50)],
  'next-router-state-tree': [
    'x',
    '%',
    '%ff',
    '[]',
    '[""]',
    '{}',
    'null',
    '%5B%22%22%2C%7B%7D%5D',
    `%5B${'%5B'.repeat(500)}`,
    '["",{"children":["x",{}]}]',
  ],
  'next-url': ['x', '%ff', '//', '/posts/%', '/(.)x', 'http://evil.example'],
  'next-hmr-refresh': ['1'],
  'next-resume': ['1', 'x'],
  'next-instant-navigation-testing': ['1'],
  'x-nextjs-data': ['1'],
  'x-matched-path': ['/admin', '/%ff', 'x', '/in/[currency]'],
  'x-middleware-subrequest': ['middleware', 'src/middleware'],
  'x-now-route-matches': ['1=%ff', 'x'],
  'x-prerender-revalidate': ['x'],
  'x-invoke-path': ['/%ff'],
  'x-invoke-query': ['%', '{}'],
  'x-visitor-currency': ['XXX', 'eur', '%00', '', 'JPY'],
  'x-forwarded-for': ['1.2.3.4', 'x', '::', '[::1]:1', ',,,', '1.2.3.4:99999', 'fe80::1%eth0', '::ffff:1.2.3.4'],
  'x-forwarded-host': ['evil.example', '[', 'a b', '%ff'],
  'x-forwarded-proto': ['https', 'x', 'https,http'],
  'x-http-method-override': ['DELETE'],
  'x-real-ip': ['x'],
  'x-cache-time': ['1', 'x', '-1', '9'.repeat(40)],
  'if-none-match': ['*', '"x"', 'W/'],
  'if-modified-since': ['x'],
  range: ['bytes=0-0', 'bytes=9-1', 'x'],
  authorization: ['Bearer x', 'Basic %', 'x'],
  'stripe-signature': ['t=1,v1=x', 't=x', ',,,', 't=99999999999999999999,v1='],
  'user-agent': ['', 'Googlebot', '\xff', 'x'.repeat(3_000)],
  'cf-ipcountry': ['DE', 'XX', '%00'],
  'content-type': [
    'application/x-www-form-urlencoded',
    'application/json',
    'text/plain;charset=UTF-8',
    'text/x-component',
    'image/png',
    'x',
    ';',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-99',
  ],
};

const part = (name: string, value: string) =>
  `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

const BODIES = [
  ...[
    '',
    'x',
    '[]',
    '{}',
    '[null]',
    '["$K1"]',
    '["$F1"]',
    '["$1"]',
    '["$@0"]',
    '["$Q1"]',
    '["$B0"]',
    '{"$":',
    'null',
    '\0',
    '\xff\xfe',
    '%',
    '%00=%00',
  ],
  ...[
    'amount=1&currency=EUR',
    'amount=%00&currency=%ff',
    'amount=1e400&currency=EUR',
    'currency=EUR&back=%ff',
    'currency=EUR&back=/%',
    '&&&===',
  ],
  ...[
    'name=a&password=b',
    'csrfToken=x&callbackUrl=http://[&json=true',
    'username=%00&password=%00',
    '{"tags":["x"]}',
    '{"id":"evt_1","object":"event"}',
  ],
  ...[
    '--x',
    '--x--',
    '--x\r\n\r\n',
    `${part('0', '[]')}--x--\r\n`,
    `${part('0', '["$K1"]')}--x--\r\n`,
    `${part('$ACTION_KEY', 'k')}--x--`,
  ],
  ...[`${part('$ACTION_REF_1', '')}--x--\r\n`, `${part('$ACTION_REF_1', '')}${part('$ACTION_1:0', '{')}--x--\r\n`],
  `${part('$ACTION_REF_1', '')}${part('$ACTION_1:0', '{"id":"x","bound":"$@1"}')}${part('$ACTION_1:1', '[')}--x--\r\n`,
];

/** Forms of server actions with fields that no page would send. */
const actionBodies = (actions: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...actions),
      fc.array(
        fc.tuple(
          fc.constantFrom(
            ...NAMES,
            'orderId',
            'eventId',
            'why',
            'picture',
            'title',
            'price',
            'tags',
            'year',
            'displayName',
            'bio',
            'link1',
            'name',
            'email',
            'password',
            'username',
            'source',
            'day',
            'rate',
            'files',
          ),
          hostileText(),
        ),
        { maxLength: 6 },
      ),
    )
    .map(
      ([id, fields]) =>
        `${part(`$ACTION_ID_${id}`, '')}${fields.map(([name, value]) => part(name, value)).join('')}--x--\r\n`,
    );

const hostileText = () =>
  fc.oneof(
    fc.constantFrom(
      '',
      '\0',
      'a\0b',
      '\u0300',
      '\u202e',
      '🐎',
      '-1',
      '1e999',
      'x'.repeat(500),
      randomUUID(),
      "'",
      '[]',
      'publish',
      'delete',
      'suspend',
      'clear',
      'refund',
      'accept',
      'EUR',
      'remove:x',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll('--x', '')),
  );

const encoded = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed()));
const bytes = fc
  .uint8Array({ minLength: 1, maxLength: 8 })
  .map((given) => [...given].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));

const urlText = (known: KnownValues) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
    { weight: 3, arbitrary: fc.constantFrom(...known.segments) },
    { weight: 1, arbitrary: fc.constantFrom(...KEYED) },
    { weight: 2, arbitrary: encoded },
    { weight: 1, arbitrary: bytes },
  );

/** A path of the route with hostile parameters; sometimes with another segment replaced, added or doubled too. */
function pathOf(route: AppRoute, known: KnownValues): fc.Arbitrary<string> {
  const segments = route.segments.map((segment) => {
    const name = /^\[(.+)\]$/.exec(segment)?.[1];
    if (name === undefined)
      return fc.oneof({ weight: 30, arbitrary: fc.constant(segment) }, { weight: 1, arbitrary: urlText(known) });
    if (name === 'currency')
      return fc.oneof({ weight: 3, arbitrary: fc.constant('EUR') }, { weight: 1, arbitrary: urlText(known) });
    if (name === 'query') return fc.oneof(fc.constantFrom(...KEYED), urlText(known));
    return urlText(known);
  });
  const tail = fc.oneof(
    { weight: 12, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('/', '//', '/.', '.rsc', '.txt', '.segments/_tree.segment.rsc', '/%', '%'),
    },
  );
  return fc.tuple(fc.tuple(...segments), tail).map(([parts, end]) => `/${parts.join('/')}${end}`);
}

const queryOf = (known: KnownValues) =>
  fc
    .array(
      fc.tuple(
        fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom(...NAMES) },
          { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
        ),
        urlText(known),
      ),
      { maxLength: 4 },
    )
    .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`));

const headersOf = (known: KnownValues) =>
  fc
    .tuple(
      fc.array(
        fc
          .constantFrom(...Object.keys(HEADERS))
          .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(HEADERS[name] ?? [''])))),
        { maxLength: 4 },
      ),
      fc.oneof(
        { weight: 1, arbitrary: fc.constant(null) },
        { weight: 2, arbitrary: fc.constantFrom(...known.cookies) },
      ),
    )
    .map(([pairs, cookie]) => ({ ...Object.fromEntries(pairs), ...(cookie !== null && { cookie }) }));

const METHODS = ['GET', 'GET', 'GET', 'HEAD', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'] as const;

/** Any request to one of the routes, with anything in its path, query, headers and body that HTTP allows. */
export function hostileRequest(routes: readonly AppRoute[], known: KnownValues): fc.Arbitrary<RawRequest> {
  const plain = fc.constantFrom(...routes).chain((route) =>
    fc.record({
      method: fc.constantFrom(...METHODS),
      path: fc.tuple(pathOf(route, known), queryOf(known)).map((both) => both.join('')),
      headers: headersOf(known),
      body: fc.oneof(fc.constantFrom(...BODIES), fc.string({ unit: 'binary', maxLength: 100 })),
    }),
  );
  const action = fc.constantFrom(...routes.filter(({ file }) => file.endsWith('page.tsx'))).chain((route) =>
    fc.record({
      method: fc.constant('POST'),
      path: pathOf(route, known),
      headers: fc
        .tuple(headersOf(known), fc.option(fc.constantFrom('x', '0'.repeat(42), ...known.actions)))
        .map(([headers, id]) => ({
          ...headers,
          'content-type': 'multipart/form-data; boundary=x',
          ...(id !== null && { 'next-action': id }),
        })),
      body: fc.oneof(actionBodies(known.actions), fc.constantFrom(...BODIES)),
    }),
  );
  return fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: action });
}
