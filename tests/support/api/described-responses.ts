import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { openApiDocument } from '#lib/api/openapi.ts';

type Described = { headers?: Record<string, { required?: boolean }>; content?: Record<string, unknown> };
type Document = {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Described> }>>;
};

const ID = 'openapi';
const document = openApiDocument('http://shop.invalid') as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true });
// Its types are those of a CommonJS module.
(formats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ ...document, $id: ID });
const validators = new Map<string, ValidateFunction>();

const paths = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
}));

export type ReceivedResponse = { status: number; headers: Headers; text: string };

/** What is wrong with a response by the description of the API; null for one that is as described. */
export function undescribed(method: string, url: string, { status, headers, text }: ReceivedResponse): string | null {
  const pathname = url.split('?', 1)[0] ?? '';
  const path = paths.find(({ pattern }) => pattern.test(pathname))?.path;
  const operation = path && document.paths[path]?.[method.toLowerCase()];
  if (!path || !operation) return `${method} ${pathname} is not described`;
  const where = `${operation.operationId}: ${status}`;
  const described = operation.responses[status];
  if (!described) return `${where} is not described: ${text.slice(0, 300)}`;
  for (const [name, { required }] of Object.entries(described.headers ?? {}))
    if (required && !headers.has(name)) return `${where} has no header ${name}`;
  const type = headers.get('content-type')?.split(';')[0] ?? null;
  if (!described.content) return text === '' ? null : `${where} has a body: ${text.slice(0, 300)}`;
  if (type === null || !(type in described.content)) return `${where} is of the type ${type}`;
  const pointer = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'];
  const validate = validatorOf(pointer);
  return validate(JSON.parse(text)) ? null : `${where} does not match: ${ajv.errorsText(validate.errors)}\n${text}`;
}

function validatorOf(pointer: readonly string[]): ValidateFunction {
  const $ref = `${ID}#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
  const known = validators.get($ref);
  if (known) return known;
  const created = ajv.compile({ $ref });
  validators.set($ref, created);
  return created;
}
