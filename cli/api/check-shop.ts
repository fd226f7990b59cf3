import { type Description, type Located, operationsOf } from './description.ts';
import { exampleRequest, type Parameters } from './example-request.ts';
import { type ResponseCheck, responseCheck } from './response-check.ts';

/** What became of one operation. */
export type Outcome =
  | { id: string; result: 'as described'; status: number; isRefused: boolean }
  | { id: string; result: 'wrong'; because: string }
  | { id: string; result: 'not run'; because: string };

type Options = {
  /** Of the shop, without a slash at its end. */
  origin: string;
  token: string | null;
  /** Whether what can be deleted again is created, changed and deleted. */
  writes: boolean;
};

/** Longer than a shop takes for anything that its API does. */
const TIMEOUT_MS = 30_000;

/**
 * Sends what the examples of a running shop's description say, and compares each response with that description. The
 * links of a response lead on to operations that need an id.
 * @throws {Error} if there is no description at this URL
 */
export async function checkShop(options: Options): Promise<Outcome[]> {
  const description = await fetchDescription(options.origin);
  const shop = new CheckedShop(description, options);
  for (const located of operationsOf(description).toSorted((a, b) => order(a) - order(b))) await shop.run(located);
  return shop.outcomes();
}

async function fetchDescription(origin: string): Promise<Description> {
  const response = await fetch(`${origin}/api/openapi.json`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${origin}/api/openapi.json responds with ${response.status}.`);
  return (await response.json()) as Description;
}

/** What is created is read and changed before it is deleted; what leads to others comes before these. */
const order = ({ method, path }: Located): number => {
  if (method === 'delete') return 3;
  if (method === 'patch') return 2;
  return path.includes('{') ? 1 : 0;
};

class CheckedShop {
  readonly #description: Description;
  readonly #options: Options;
  readonly #check: ResponseCheck;
  readonly #known = new Map<string, Parameters>();
  readonly #created = new Set<string>();
  readonly #outcomes: Outcome[] = [];

  constructor(description: Description, options: Options) {
    this.#description = description;
    this.#options = options;
    this.#check = responseCheck(description);
  }

  outcomes = (): Outcome[] => this.#outcomes;

  async run(located: Located): Promise<void> {
    const id = located.operation.operationId;
    const reason = this.#reasonAgainst(located);
    if (reason) return this.#add({ id, result: 'not run', because: reason });
    const request = exampleRequest(this.#description, located, this.#known.get(id) ?? {});
    if (!request) return this.#add({ id, result: 'not run', because: 'nothing in the shop to run it with' });
    const response = await fetch(this.#options.origin + request.url, {
      method: request.method,
      headers: {
        ...(this.#options.token && { authorization: `Bearer ${this.#options.token}` }),
        ...(request.body !== null && { 'content-type': 'application/json' }),
      },
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status, headers } = response;
    const text = await response.text();
    const wrong = this.#check(request.method, request.url, { status, headers, text });
    const because = wrong ?? (status >= 500 ? `${id}: ${status} ${text.slice(0, 300)}` : null);
    if (because !== null) return this.#add({ id, result: 'wrong', because });
    this.#add({ id, result: 'as described', status, isRefused: status >= 400 });
    this.#followLinks(located, status, text);
  }

  #add(outcome: Outcome): void {
    this.#outcomes.push(outcome);
  }

  #reasonAgainst(located: Located): string | null {
    const { method, operation } = located;
    const needsToken = operation.security?.every((way) => Object.keys(way).length > 0) ?? false;
    if (needsToken && this.#options.token === null) return 'it needs a token';
    if (method === 'get') return null;
    const isOfCreated = this.#created.has(operation.operationId);
    if (isOfCreated ? method === 'post' : !this.#canBeDeleted(located)) return 'what it does cannot be undone';
    return this.#options.writes ? null : 'it needs --write';
  }

  /** Whether its response links to an operation that deletes what it has created. */
  #canBeDeleted({ method, operation }: Located): boolean {
    if (method !== 'post') return false;
    const linked = this.#linksOf(operation.responses['201']?.links).map(({ operationId }) => operationId);
    return operationsOf(this.#description).some(
      (other) => other.method === 'delete' && linked.includes(other.operation.operationId),
    );
  }

  #followLinks({ method, operation }: Located, status: number, text: string): void {
    const body: unknown = text === '' ? null : JSON.parse(text);
    for (const { operationId, parameters } of this.#linksOf(operation.responses[status]?.links)) {
      const values = Object.entries(parameters).map(
        ([name, expression]) => [name, resolveExpression(expression, body)] as const,
      );
      if (values.some(([, value]) => value === null)) continue;
      if (method === 'post') this.#created.add(operationId);
      // What was created for this check comes before what a list has.
      if (method === 'post' || !this.#known.has(operationId))
        this.#known.set(operationId, Object.fromEntries(values) as Parameters);
    }
  }

  #linksOf(links: Located['operation']['responses'][string]['links'] = {}) {
    return Object.values(links).flatMap(({ operationId, parameters = {} }) =>
      operationId === undefined ? [] : [{ operationId, parameters }],
    );
  }
}

const BODY = '$response.body#/';

/** The value of a runtime expression of OpenAPI that points into a body; null where there is none. */
export function resolveExpression(expression: string, body: unknown): string | null {
  if (!expression.startsWith(BODY)) return null;
  let value = body;
  for (const part of expression.slice(BODY.length).split('/'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
