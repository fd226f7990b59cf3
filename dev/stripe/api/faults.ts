import { z } from 'zod';

/**
 * Something that goes wrong with the next requests to a path (`*` in it stands for anything):
 * `status` answers with an error and does nothing; `hang` never answers and does nothing; `dropReply`
 * does what was asked and cuts the connection instead of answering.
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
    error: 'a fault is exactly one of status, hang and dropReply',
  });

export type Fault = z.output<typeof faultSchema>;

/** The faults that are still to come. */
export class Faults {
  #coming: Fault[] = [];

  add(fault: Fault): void {
    this.#coming.push(fault);
  }

  clear(): void {
    this.#coming = [];
  }

  /** The fault that this request meets, which is used up by it. */
  take(method: string, path: string): Fault | undefined {
    const fault = this.#coming.find((one) => (!one.method || one.method === method) && matches(one.path, path));
    if (!fault) return undefined;
    fault.times -= 1;
    this.#coming = this.#coming.filter(({ times }) => times > 0);
    return fault;
  }
}

function matches(pattern: string, path: string): boolean {
  const pieces = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`).test(path);
}
