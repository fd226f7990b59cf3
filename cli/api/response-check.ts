import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Description } from './description.ts';

type ReceivedResponse = { status: number; headers: Headers; text: string };

/** @returns what is wrong with a response by the description; null for one that is as described. */
export type ResponseCheck = (method: string, url: string, response: ReceivedResponse) => string | null;

const ID = 'openapi';

/** Compares responses with a description: status, required headers, type, and the body by its JSON Schema. */
export function responseCheck(description: Description): ResponseCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // Its types are those of a CommonJS module.
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ ...description, $id: ID });
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (pointer: readonly string[]): ValidateFunction => {
    const $ref = `${ID}#/${pointer.map(escaped).join('/')}`;
    const validate = validators.get($ref) ?? ajv.compile({ $ref });
    validators.set($ref, validate);
    return validate;
  };
  const paths = Object.keys(description.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }));

  return (method, url, { status, headers, text }) => {
    const pathname = url.split('?', 1)[0] ?? '';
    const path = paths.find(({ pattern }) => pattern.test(pathname))?.path;
    const operation = path && description.paths[path]?.[method.toLowerCase()];
    if (!path || !operation) return `${method} ${pathname} is not described`;
    const where = `${operation.operationId}: ${status}`;
    const described = operation.responses[status];
    if (!described) return `${where} is not described: ${text.slice(0, 300)}`;
    for (const [name, { required }] of Object.entries(described.headers ?? {}))
      if (required && !headers.has(name)) return `${where} has no header ${name}`;
    const type = headers.get('content-type')?.split(';')[0] ?? null;
    if (!described.content) return text === '' ? null : `${where} has a body: ${text.slice(0, 300)}`;
    if (type === null || !(type in described.content)) return `${where} is of the type ${type}`;
    const validate = validatorOf([
      ...['paths', path, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'],
    ]);
    return validate(JSON.parse(text)) ? null : `${where} does not match: ${ajv.errorsText(validate.errors)}\n${text}`;
  };
}

/** A part of a JSON Pointer in a URL's fragment. */
const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
