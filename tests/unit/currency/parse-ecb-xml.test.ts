import { expect, test } from 'vitest';
import { parseEcbXml } from '#lib/currency/parse-ecb-xml.ts';
import { ecbXml, entityBomb, externalEntity } from '../../support/rates/rate-service.ts';

const DAY = '2026-10-06';
const WHOLE = ecbXml({ '2026-10-05': { USD: '1.1204', GBP: '0.8472' }, [DAY]: { USD: '1.1269', GBP: '0.84880' } });

const read = (text: string) => parseEcbXml(text).map(({ day, rates }) => [day, Object.fromEntries(rates)]);

test('reads each day with its rates as published, without zeros at the end', () => {
  expect(read(WHOLE)).toEqual([
    [DAY, { USD: '1.1269', GBP: '0.8488' }],
    ['2026-10-05', { USD: '1.1204', GBP: '0.8472' }],
  ]);
});

test('reads the form of the 90-day file: double quotes, no line breaks, an attribute before the other', () => {
  const text = WHOLE.replaceAll("'", '"').replaceAll(/[\n\t]/g, '');
  expect(read(text.replace('currency="USD" rate="1.1269"', 'rate="1.1269" currency="USD"'))).toEqual(read(WHOLE));
});

test('leaves alone what stands beside the days', () => {
  const text = WHOLE.replace('</gesmes:Sender>', '</gesmes:Sender><gesmes:note>new<b xmlns="x"/></gesmes:note>');
  expect(read(text)).toEqual(read(WHOLE));
});

/** The whole file with one thing changed; the change must be one. */
function changed(from: string, to: string): string {
  expect(WHOLE).toContain(from);
  return WHOLE.replace(from, to);
}

const USD = "<Cube currency='USD' rate='1.1269'/>";
const cube = (attributes: string) => changed(USD, `<Cube ${attributes}/>`);

test.each<[what: string, text: () => string, says: RegExp]>([
  ['nothing', () => '', /no valid XML/],
  ['no XML', () => 'rates', /no valid XML/],
  ['JSON', () => '{"amount":1}', /no valid XML/],
  ['a page', () => '<html><body>Closed<br></body></html>', /“html”, not the bank’s/],
  ['a text cut off in a tag', () => WHOLE.slice(0, WHOLE.indexOf('GBP')), /no valid XML/],
  ['a text cut off between two days', () => WHOLE.slice(0, WHOLE.indexOf("<Cube time='2026-10-05'")), /no valid XML/],
  ['something after the end', () => `${WHOLE}<more/>`, /no valid XML/],
  ['two attributes of one name', () => cube("currency='USD' rate='1.1269' rate='9'"), /no valid XML/],
  ['an unknown entity', () => cube("currency='USD' rate='&usd;'"), /no valid XML/],
  ['an entity bomb', () => entityBomb(DAY), /document type/],
  ['an external entity', () => externalEntity(DAY), /document type/],
  ['an empty document type', () => changed('?>\n', '?>\n<!DOCTYPE gesmes:Envelope>'), /document type/],
  ['another root', () => WHOLE.replaceAll('gesmes:Envelope', 'gesmes:Report'), /“gesmes:Report”, not/],
  ['the root of another vocabulary', () => changed('www.gesmes.org', 'example.org'), /“gesmes:Envelope”, not/],
  ['cubes of another vocabulary', () => changed('www.ecb.int', 'example.org'), /no day in it/],
  ['no cubes', () => WHOLE.replace(/<Cube>[\s\S]*<\/Cube>/, ''), /no day in it/],
  ['an empty list of days', () => ecbXml({}), /no day in it/],
  ['two lists of days', () => changed('</gesmes:Envelope>', '<Cube/></gesmes:Envelope>'), /more than one list/],
  ['a day without rates', () => ecbXml({ '2026-10-05': { USD: '1.1' }, [DAY]: {} }), /a day without rates/],
  ['a day without its date', () => changed(`<Cube time='${DAY}'>`, '<Cube>'), /without its time/],
  ['a day twice', () => changed("time='2026-10-05'", `time='${DAY}'`), /2026-10-06 twice/],
  ['a currency twice', () => changed(USD, USD + USD), /USD twice in a day/],
  ['a rate without its currency', () => cube("rate='1.1269'"), /without its currency/],
  ['a currency without its rate', () => cube("currency='USD'"), /without its rate/],
  ['a rate of another vocabulary', () => cube("currency='USD' xmlns:x='x' x:rate='1.1269'"), /without its rate/],
  ['a small currency code', () => cube("currency='usd' rate='1.1269'"), /“usd”, which is no code/],
  ['a rate in a rate', () => changed(USD, `<Cube currency='USD' rate='1'>${USD}</Cube>`), /where none belongs/],
  ['a rate beside the days', () => changed(`<Cube time='${DAY}'>`, `${USD}<Cube time='${DAY}'>`), /without its time/],
  ['a day in the sender', () => changed('<gesmes:Sender>', `<gesmes:Sender>${USD}`), /where none belongs/],
  ['something else in a day', () => changed(USD, `<Note>${USD}</Note>`), /where none belongs/],
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
    /the rate of USD, which cannot be/,
  ]),
  ['a rate beyond the tables', () => cube("currency='USD' rate='1234567890123'"), /which cannot be/],
  ['a wrong rate of an unknown currency', () => cube("currency='XXX' rate='-1'"), /XXX, which cannot be/],
])('refuses %s', (_what, text, says) => {
  expect(() => parseEcbXml(text())).toThrow(
    expect.objectContaining({ name: 'RateServiceError', message: expect.stringMatching(says) }),
  );
});

test('an entity bomb costs nothing', () => {
  const began = performance.now();
  expect(() => parseEcbXml(entityBomb(DAY))).toThrow();
  expect(performance.now() - began).toBeLessThan(2_000);
});
