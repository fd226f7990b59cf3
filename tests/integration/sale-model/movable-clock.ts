import { db } from '#lib/db.ts';

let shift = 0;
const RealDate = Date;

/** From now on this process's clock is the one that `stepClock` moves. */
export function moveWithClock(): void {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [target.now() + shift] : given, newTarget),
    get: (target, name) => (name === 'now' ? () => target.now() + shift : Reflect.get(target, name)),
  });
}

/** Lets so much time pass, in this process (and so at its Stripe) and in the database. */
export async function stepClock(seconds: number): Promise<void> {
  shift += seconds * 1000;
  await db().$executeRaw`UPDATE model.clock SET shift = make_interval(secs => ${shift / 1000}::float8)`;
}
