import { z } from 'zod';

/**
 * A fault for the next `times` requests to a path (`*` matches anything): `status` returns this error and does nothing
 * else; `hang` never responds and does nothing; `dropReply` executes the request and closes the connection without a
 * response.
 */
export const faultSchema = z
  .strictObject({
    path: z.string().startsWith('/'),
    method: z.enum(['GET', 'POST']).optional(),
    status: z.int().min(400).max(599).optional(),
    hang: z.literal(true).optional(),
    dropReply: z.literal(true).optional(),
    times: z.int().min(1).default(1),
  })
  .refine(({ status, hang, dropReply }) => [status, hang, dropReply].filter(Boolean).length === 1, {
    error: 'a fault needs exactly one of status, hang and dropReply',
  });

export type Fault = z.output<typeof faultSchema>;

/** The faults for requests that have not arrived yet. */
export class Faults {
  #pending: Fault[] = [];

  add(fault: Fault): void {
    this.#pending.push(fault);
  }

  clear(): void {
    this.#pending = [];
  }

  /** The fault for this request, if any; it counts as used. */
  use(method: string, path: string): Fault | undefined {
    const fault = this.#pending.find((one) => (!one.method || one.method === method) && matches(one.path, path));
    if (!fault) return undefined;
    fault.times -= 1;
    this.#pending = this.#pending.filter(({ times }) => times > 0);
    return fault;
  }
}

function matches(pattern: string, path: string): boolean {
  const pieces = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`).test(path);
}
