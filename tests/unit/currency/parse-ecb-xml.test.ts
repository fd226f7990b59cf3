import { expect, test } from 'vitest';
import { parseEcbXml } from '#lib/currency/parse-ecb-xml.ts';
import { ecbXml, entityBomb, externalEntity } from '../../support/rates/start-rate-service.ts';

const DAY = '2026-10-06';
const WHOLE = ecbXml({ '2026-10-05': { USD: '1.1204', GBP: '0.8472' }, [DAY]: { USD: '1.1269', GBP: '0.84880' } });

const read = (text: string) => parseEcbXml(text).map(({ day, rates }) => [day, Object.fromEntries(rates)]);

test('reads each day with its published rates, without trailing zeros', () => {
  expect(read(WHOLE)).toEqual([
    [DAY, { USD: '1.1269', GBP: '0.8488' }],
    ['2026-10-05', { USD: '1.1204', GBP: '0.8472' }],
  ]);
});

test('reads the format of the 90-day file: double quotes, no line breaks, attributes in another order', () => {
  const text = WHOLE.replaceAll("'", '"').replaceAll(/[\n\t]/g, '');
  expect(read(text.replace('currency="USD" rate="1.1269"', 'rate="1.1269" currency="USD"'))).toEqual(read(WHOLE));
});

test('ignores elements next to the list of days', () => {
  const text = WHOLE.replace('</gesmes:Sender>', '</gesmes:Sender><gesmes:note>new<b xmlns="x"/></gesmes:note>');
  expect(read(text)).toEqual(read(WHOLE));
});

/** The whole file with one text replaced. @throws when the file does not contain it. */
function changed(from: string, to: string): string {
  expect(WHOLE).toContain(from);
  return WHOLE.replace(from, to);
}

const USD = "<Cube currency='USD' rate='1.1269'/>";
const cube = (attributes: string) => changed(USD, `<Cube ${attributes}/>`);

test.each<[what: string, text: () => string, message: RegExp]>([
  ['nothing', () => '', /not valid XML/],
  ['text that is not XML', () => 'rates', /not valid XML/],
  ['JSON', () => '{"amount":1}', /not valid XML/],
  ['an HTML page', () => '<html><body>Closed<br></body></html>', /“html”, not the bank’s/],
  ['a text cut off in a tag', () => WHOLE.slice(0, WHOLE.indexOf('GBP')), /not valid XML/],
  ['a text cut off between two days', () => WHOLE.slice(0, WHOLE.indexOf("<Cube time='2026-10-05'")), /not valid XML/],
  ['something after the end', () => `${WHOLE}<more/>`, /not valid XML/],
  ['two attributes with the same name', () => cube("currency='USD' rate='1.1269' rate='9'"), /not valid XML/],
  ['an unknown entity', () => cube("currency='USD' rate='&usd;'"), /not valid XML/],
  ['an entity bomb', () => entityBomb(DAY), /document type/],
  ['an external entity', () => externalEntity(DAY), /document type/],
  ['an empty document type', () => changed('?>\n', '?>\n<!DOCTYPE gesmes:Envelope>'), /document type/],
  ['another root element', () => WHOLE.replaceAll('gesmes:Envelope', 'gesmes:Report'), /“gesmes:Report”, not/],
  ['a root element in another namespace', () => changed('www.gesmes.org', 'example.org'), /“gesmes:Envelope”, not/],
  ['cubes in another namespace', () => changed('www.ecb.int', 'example.org'), /no days/],
  ['no cubes', () => WHOLE.replace(/<Cube>[\s\S]*<\/Cube>/, ''), /no days/],
  ['an empty list of days', () => ecbXml({}), /no days/],
  ['two lists of days', () => changed('</gesmes:Envelope>', '<Cube/></gesmes:Envelope>'), /more than one list/],
  ['a day without rates', () => ecbXml({ '2026-10-05': { USD: '1.1' }, [DAY]: {} }), /a day without rates/],
  ['a day without its date', () => changed(`<Cube time='${DAY}'>`, '<Cube>'), /without its time/],
  ['a day twice', () => changed("time='2026-10-05'", `time='${DAY}'`), /2026-10-06 twice/],
  ['a currency twice', () => changed(USD, USD + USD), /USD twice in a day/],
  ['a rate without its currency', () => cube("rate='1.1269'"), /without its currency/],
  ['a currency without its rate', () => cube("currency='USD'"), /without its rate/],
  ['a rate in another namespace', () => cube("currency='USD' xmlns:x='x' x:rate='1.1269'"), /without its rate/],
  ['a lower-case currency code', () => cube("currency='usd' rate='1.1269'"), /“usd”, which is not a currency code/],
  [
    'a rate inside a rate',
    () => changed(USD, `<Cube currency='USD' rate='1'>${USD}</Cube>`),
    /where it does not belong/,
  ],
  ['a rate outside any day', () => changed(`<Cube time='${DAY}'>`, `${USD}<Cube time='${DAY}'>`), /without its time/],
  ['a rate inside the sender', () => changed('<gesmes:Sender>', `<gesmes:Sender>${USD}`), /where it does not belong/],
  ['an unknown element in a day', () => changed(USD, `<Note>${USD}</Note>`), /where it does not belong/],
  ...[
    '0',
    '0.0000',
    '-1.1269',
    '+1.1269',
    'NaN',
    'Infinity',
    '',
    '1,1269',
    '1.1.269',
    '.5',
    '5.',
    '1e3',
    '0x1',
    ' 1.1',
  ].map((rate): [string, () => string, RegExp] => [
    `the rate “${rate}”`,
    () => cube(`currency='USD' rate='${rate}'`),
    /the rate of USD, which is not a valid rate/,
  ]),
  [
    'a rate that is too large for the database',
    () => cube("currency='USD' rate='1234567890123'"),
    /which is not a valid rate/,
  ],
  ['an invalid rate of an unknown currency', () => cube("currency='XXX' rate='-1'"), /XXX, which is not a valid rate/],
])('refuses %s', (_what, text, message) => {
  expect(() => parseEcbXml(text())).toThrow(
    expect.objectContaining({ name: 'RateServiceError', message: expect.stringMatching(message) }),
  );
});

test('an entity bomb is refused quickly', () => {
  const startedAt = performance.now();
  expect(() => parseEcbXml(entityBomb(DAY))).toThrow();
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
