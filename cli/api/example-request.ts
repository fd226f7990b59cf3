import type { Description, Located, Schema } from './description.ts';

/** Values of an operation's parameters, from the links of an earlier response. */
export type Parameters = Readonly<Record<string, string>>;

export type ExampleRequest = { method: string; url: string; body: string | null };

/**
 * The request that the examples of an operation make: its required parameters and fields, and the optional ones that have
 * an example. Null if a required value has no example, or the body is a file.
 * @param given come before the examples. The URL is below the shop's origin.
 */
export function exampleRequest(
  description: Description,
  { method, path, operation }: Located,
  given: Parameters,
): ExampleRequest | null {
  const values = new Map<string, string>(Object.entries(given));
  const query = new URLSearchParams();
  for (const { name, in: place, schema, required } of operation.parameters ?? []) {
    if (place === 'header') continue;
    // An id of an example exists in no shop.
    const example = place === 'path' ? undefined : exampleOf(description, schema);
    const value = values.get(name) ?? (example === undefined ? undefined : String(example));
    if (value === undefined && required) return null;
    if (value === undefined) continue;
    if (place === 'query') query.set(name, value);
    else values.set(name, value);
  }
  const body = operation.requestBody ? bodyOf(description, operation.requestBody.content) : { text: null };
  if (!body) return null;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ''));
  return {
    method: method.toUpperCase(),
    url: query.size > 0 ? `${filled}?${query}` : filled,
    body: body.text,
  };
}

function bodyOf(description: Description, content: Readonly<Record<string, { schema: Schema }>>) {
  const schema = content['application/json']?.schema;
  const example = schema && exampleOf(description, schema);
  return example === undefined ? null : { text: JSON.stringify(example) };
}

/** What the examples of a schema and its parts say; undefined where they say nothing. */
function exampleOf(description: Description, schema: Schema): unknown {
  const { $ref, example, examples, enum: choices } = schema;
  const said = example ?? examples?.[0] ?? schema.const ?? choices?.[0];
  if (said !== undefined) return said;
  if ($ref) {
    const name = $ref.split('/').at(-1) ?? '';
    return exampleOf(description, description.components?.schemas?.[name] ?? {});
  }
  if (schema.type === 'array') return arrayExample(description, schema);
  return schema.properties ? objectExample(description, schema) : undefined;
}

function arrayExample(description: Description, { items, minItems = 0 }: Schema): unknown {
  if (minItems === 0 || !items) return undefined;
  const item = exampleOf(description, items);
  return item === undefined ? undefined : [item];
}

function objectExample(description: Description, { properties = {}, required = [] }: Schema): unknown {
  const found: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    const example = exampleOf(description, property);
    if (example !== undefined) found[name] = example;
    else if (required.includes(name)) return undefined;
  }
  return found;
}
