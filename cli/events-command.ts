import { parseArgs } from 'node:util';
import { describeReplay, EVENT_OUTCOMES, isEventOutcome, readableReason } from '#lib/domain/sale/webhook-log.ts';
import { announceSale } from '#lib/live/announce.ts';
import { describeDiscard, discardEvent } from '#lib/orders/webhook-log/discard-event.ts';
import { findEvent } from '#lib/orders/webhook-log/find-event.ts';
import { listReceivedEvents } from '#lib/orders/webhook-log/list-received-events.ts';
import { type ReplayedEvent, replayEvent } from '#lib/orders/webhook-log/replay-event.ts';
import { replayFailedEvents } from '#lib/orders/webhook-log/replay-failed-events.ts';
import { listDeadLetters } from '#lib/payments/dead-letters.ts';
import { listOpenEntries, streamState } from '#lib/payments/stream-state.ts';
import { eventReport, eventsReport, streamReport } from './event-report.ts';

const USAGE = `Usage: npm run events -- list [--outcome <outcome>] [--limit <n>]   lists events, stream, dead letters
       npm run events -- show <event id>                          shows one event with its payload
       npm run events -- replay <event id>                        processes the event again
       npm run events -- replay --all-failed                      processes all failed events again
       npm run events -- discard <event id> [--by <name>] [--why <reason>]   marks the event as not to be applied

An outcome is one of ${EVENT_OUTCOMES.join(', ')}. An applied event stays applied; no event is deleted.`;

/** A mistake in the command line; it is shown with the usage. */
class UsageError extends Error {}

type Options = { outcome?: string; limit?: string; 'all-failed'?: boolean; by?: string; why?: string };

/** `npm run events`: prints to the console, errors too. @returns the exit code */
export async function eventsCommand(args: string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return say(error instanceof UsageError ? `${message}\n\n${USAGE}` : readableReason(message), 1);
  }
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = read(args);
  const [command, eventId, ...more] = positionals;
  if (values.help || command === 'help') return say(USAGE);
  if (more.length > 0) throw new UsageError(`Unexpected argument “${more[0]}”.`);
  if (command === 'list') return list(values);
  if (command === 'replay' && values['all-failed']) return replayAll();
  if (command !== 'show' && command !== 'replay' && command !== 'discard') {
    throw new UsageError(command ? `Unknown command “${command}”.` : 'A command is required.');
  }
  if (!eventId) throw new UsageError(`An event id is required: npm run events -- ${command} <event id>`);
  if (command === 'show') return show(eventId);
  return command === 'replay' ? replay(eventId) : discard(eventId, values);
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{ outcome: { type: 'string' }, limit: { type: 'string' }, 'all-failed': { type: 'boolean' } },
        ...{ by: { type: 'string' }, why: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function list({ outcome, limit: given = '50' }: Options): Promise<number> {
  const limit = Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000)
    throw new UsageError('--limit must be a whole number from 1 to 10,000.');
  if (outcome !== undefined && !isEventOutcome(outcome)) throw new UsageError(`Unknown outcome “${outcome}”.`);
  const { events, next } = await listReceivedEvents({ outcome: outcome ?? null, limit });
  const [state, open, letters] = await Promise.all([
    streamState(),
    listOpenEntries(limit),
    listDeadLetters(limit),
  ]).catch(() => []);
  const inRedis = state && open && letters ? { state, open, letters } : null;
  return say(`${eventsReport(events, next !== null)}\n\n${streamReport(inRedis)}`);
}

async function show(eventId: string): Promise<number> {
  const found = await findEvent(eventId);
  if (!found) return say(`${describeReplay('unknown', { outcome: null, detail: null })}: ${eventId}`, 1);
  return say(eventReport(eventId, found));
}

async function replay(eventId: string): Promise<number> {
  return report(eventId, await replayEvent('terminal', eventId));
}

async function replayAll(): Promise<number> {
  let [code, count] = [0, 0];
  for await (const { eventId, replayed } of replayFailedEvents('terminal')) {
    code = Math.max(code, await report(eventId, replayed));
    count += 1;
  }
  return count === 0 ? say('No event has failed.') : code;
}

async function report(eventId: string, replayed: ReplayedEvent): Promise<number> {
  await announceSale(replayed.change);
  const { result } = replayed;
  return say(`${eventId}  ${describeReplay(result, replayed)}`, result === 'settled' || result === 'unchanged' ? 0 : 1);
}

async function discard(eventId: string, { by, why }: Options): Promise<number> {
  const discarded = await discardEvent('terminal', eventId, { by, why });
  return say(
    `${eventId}  ${describeDiscard(discarded)}`,
    discarded.result === 'discarded' || discarded.result === 'removed' ? 0 : 1,
  );
}

function say(text: string, code = 0): number {
  if (code === 0) console.log(text);
  else console.error(text);
  return code;
}
