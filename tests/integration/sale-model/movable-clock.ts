/** A movable clock for this process and its database. */

import { db } from '#lib/db.ts';

let shift = 0;
const RealDate = Date;

/** Replaces this process's clock with one that `advanceClock` moves. */
export function installMovableClock(): void {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [target.now() + shift] : given, newTarget),
    get: (target, name) => (name === 'now' ? () => target.now() + shift : Reflect.get(target, name)),
  });
}

/** Moves the clock forward in this process, including its Stripe emulator, and in the database. */
export async function advanceClock(seconds: number): Promise<void> {
  shift += seconds * 1000;
  await db().$executeRaw`UPDATE model.clock SET shift = make_interval(secs => ${shift / 1000}::float8)`;
}
