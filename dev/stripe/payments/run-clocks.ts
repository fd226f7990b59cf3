import type { Emulator } from '../emulator.ts';
import { unixNow } from '../emulator.ts';
import { expireSession } from './expire-session.ts';
import { settleSession } from './pay-session.ts';

/** Does what time does: ends open sessions that are due and settles delayed payments. */
export function runClocks(standIn: Emulator): void {
  const now = unixNow(standIn);
  for (const record of standIn.store.list('session')) {
    if (record.session.status === 'open' && record.endsAt <= now) expireSession(standIn, record);
    else if (record.settlement && record.settlement.at <= now)
      settleSession(standIn, record, record.settlement.outcome);
  }
}

/**
 * Lets everything that waits age by so many seconds: open sessions, delayed payments, webhook retries and
 * kept idempotency keys. The time itself does not change, so what is made afterwards has its full life.
 */
export function advance(standIn: Emulator, seconds: number): void {
  for (const record of standIn.store.list('session')) {
    if (record.session.status !== 'open' && !record.settlement) continue;
    const settlement = record.settlement && { ...record.settlement, at: record.settlement.at - seconds };
    standIn.store.put('session', { ...record, endsAt: record.endsAt - seconds, settlement });
  }
  for (const reply of standIn.store.list('reply')) {
    standIn.store.put('reply', { ...reply, created: reply.created - seconds });
  }
  runClocks(standIn);
  standIn.webhooks.age(seconds);
}
