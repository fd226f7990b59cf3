import fc from 'fast-check';
import { openApiDocument } from '#lib/api/openapi.ts';

/** A request to the API, made from its description: what it says should be sent, or something that is wrong with it. */
export type GeneratedRequest = {
  method: string;
  /** Below the shop's origin, with its query. */
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
};

/** Values that exist in the shop. */
export type KnownValues = {
  ids: readonly string[];
  /** Values of `Authorization`, good ones and others; null for none. */
  authorizations: readonly (string | null)[];
  etags: readonly string[];
};

type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  example?: unknown;
  minimum?: number;
  maximum?: number;
};
type Parameter = { name: string; in: string; schema: Schema; required?: boolean };
type Described = {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};

const document = openApiDocument({ name: 'Fog & Light', origin: 'http://shop.invalid' }) as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
};

const NASTY_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '%00',
  '%ff',
  '../../etc/passwd',
  "'; DROP TABLE posts; --",
  '<script>alert(1)</script>',
  '🐎'.repeat(200),
  'x'.repeat(2_000),
  'x'.repeat(60_000),
  '\u202e',
  '\r\nx: y',
  'null',
  '-1',
  '1e400',
  '00000000-0000-0000-0000-000000000000',
  '__proto__',
];
const nastyText = fc.oneof(fc.constantFrom(...NASTY_TEXTS), fc.string({ unit: 'binary', maxLength: 60 }));
/** Longer ones do not fit into the head of a request, which Node refuses by itself. */
const shortText = nastyText.map((text) => text.slice(0, 300));
const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[[]]], { a: { b: {} } }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value of a schema, now and then with something wrong at some place. */
function anyValue(schema: Schema, known: KnownValues): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 24, arbitrary: validValue(schema, known) }, { weight: 1, arbitrary: nastyValue });
}

function validValue(schema: Schema, known: KnownValues): fc.Arbitrary<unknown> {
  if (schema.$ref) return validValue(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, known);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((each) => validValue(each, known)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'null') return fc.constant(null);
  const example = schema.example === undefined ? [] : [{ weight: 9, arbitrary: fc.constant(schema.example) }];
  const oneOf = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof(...example, { weight: 1, arbitrary });
  if (type === 'object') return objectOf(schema, known);
  if (type === 'array') return fc.array(schema.items ? anyValue(schema.items, known) : nastyValue, { maxLength: 2 });
  if (type === 'integer' || type === 'number')
    return oneOf(fc.integer({ min: Math.max(schema.minimum ?? 0, 0), max: 2_020 }));
  if (type === 'boolean') return fc.boolean();
  const ids =
    schema.format === 'uuid' ? known.ids.filter((id) => id.length === 36) : [...known.ids, 'Grey Heron', '100'];
  return oneOf(fc.constantFrom(...ids));
}

function objectOf({ properties = {}, required = [] }: Schema, known: KnownValues): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, anyValue(each, known)]));
  const requiredKeys = required.filter((name) => name in fields);
  const valid = fc.record(fields, { requiredKeys });
  const partial = fc.record(fields, { requiredKeys: [] });
  const unknown = fc.tuple(valid, nastyText, nastyValue).map(([value, name, extra]) => ({ ...value, [name]: extra }));
  return fc.oneof(
    { weight: 8, arbitrary: valid },
    { weight: 1, arbitrary: partial },
    { weight: 1, arbitrary: unknown },
  );
}

/** Any request to any operation that the description has. */
export function generatedRequest(known: KnownValues): fc.Arbitrary<GeneratedRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestOf(path, method, operation, known)),
  );
  return fc.oneof(...operations);
}

function requestOf(path: string, method: string, operation: Described, known: KnownValues) {
  const { parameters = [], requestBody } = operation;
  const segments = fc.record(
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => [
          name,
          fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known.ids) }, { weight: 1, arbitrary: segment }),
        ]),
    ),
  );
  const queries = fc.record(
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, schema }) => [name, fc.oneof(validValue(schema, known).map(textOf), shortText)]),
    ),
    { requiredKeys: [] },
  );
  return fc
    .record({
      values: segments,
      query: fc.oneof(
        { weight: 9, arbitrary: queries },
        { weight: 1, arbitrary: fc.dictionary(shortText, shortText, { maxKeys: 2 }) },
      ),
      authorization: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...known.authorizations.slice(0, 12)) },
        { weight: 1, arbitrary: fc.constantFrom(...known.authorizations) },
      ),
      key: fc.option(fc.oneof(fc.uuid(), fc.constantFrom('same', 'x'.repeat(300), ' ')), { freq: 3 }),
      etag: fc.option(fc.constantFrom(...known.etags, '*', '"x"', 'W/"x"', ''), { freq: 3 }),
      body: bodyOf(requestBody, known),
    })
    .map(({ values, query, authorization, key, etag, body }): GeneratedRequest => {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(wellFormed(textOf(values[name]))),
      );
      const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, textOf(value)]));
      return {
        method: method.toUpperCase(),
        url: search.size > 0 ? `${filled}?${search}` : filled,
        headers: {
          ...(authorization !== null && { authorization }),
          ...(key !== null && method === 'post' && { 'idempotency-key': key }),
          ...(etag !== null && { 'if-match': etag, 'if-none-match': etag }),
          ...(body && { 'content-type': body.type }),
        },
        body: body?.text,
      };
    });
}

/** Not dots alone, which would be another path, and not empty. */
const segment = nastyText
  .map((text) => text.slice(0, 3_000))
  .filter((text) => text.trim() !== '' && !/^\.+$/.test(text) && !/[/\\]/.test(text));

/** An object may have a `toString` of its own. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

const wellFormed = (text: string) => text.toWellFormed();

type Body = { type: string; text: string } | undefined;

function bodyOf(requestBody: Described['requestBody'], known: KnownValues): fc.Arbitrary<Body> {
  const [described] = Object.entries(requestBody?.content ?? {});
  if (!described) return fc.constant(undefined);
  const [type, { schema }] = described;
  const json = type === 'application/json';
  const isForm = type === 'application/x-www-form-urlencoded';
  const valid = anyValue(schema, known).map((value) => {
    if (json) return JSON.stringify(value) ?? '';
    return isForm
      ? new URLSearchParams(Object.entries(Object(value)).map(([name, each]) => [name, textOf(each)])).toString()
      : textOf(value);
  });
  return fc.oneof(
    { weight: 9, arbitrary: valid.map((text) => ({ type, text })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom(type, 'text/plain', 'application/json; charset=latin1', 'x'),
          fc.oneof(nastyText, fc.constant('{"a":')),
        )
        .map(([other, text]) => ({ type: other, text })),
    },
  );
}
