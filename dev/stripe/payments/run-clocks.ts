import type { Emulator } from '../emulator.ts';
import { unixNow } from '../emulator.ts';
import { expireSession } from './expire-session.ts';
import { settleSession } from './pay-session.ts';

/** Expires open sessions and settles delayed payments whose time has come. */
export function runClocks(emulator: Emulator): void {
  const now = unixNow(emulator);
  for (const record of emulator.store.list('session')) {
    if (record.session.status === 'open' && record.endsAt <= now) expireSession(emulator, record);
    else if (record.settlement && record.settlement.at <= now)
      settleSession(emulator, record, record.settlement.outcome);
  }
}

/**
 * Makes everything that waits older by `seconds`: open sessions, delayed payments, webhook retries and idempotency
 * keys. The clock itself does not change, so objects that are created later have their full lifetime.
 */
export function advance(emulator: Emulator, seconds: number): void {
  for (const record of emulator.store.list('session')) {
    if (record.session.status !== 'open' && !record.settlement) continue;
    const settlement = record.settlement && { ...record.settlement, at: record.settlement.at - seconds };
    emulator.store.put('session', { ...record, endsAt: record.endsAt - seconds, settlement });
  }
  for (const reply of emulator.store.list('reply')) {
    emulator.store.put('reply', { ...reply, created: reply.created - seconds });
  }
  runClocks(emulator);
  emulator.webhooks.age(seconds);
}
