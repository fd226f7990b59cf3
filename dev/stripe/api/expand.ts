import type { Emulator } from '../emulator.ts';
import type { Kind } from '../records.ts';
import { apiError } from './stripe-failure.ts';

type Fields = Record<string, unknown>;

const KIND_OF_PREFIX: Readonly<Record<string, Kind>> = {
  pi: 'intent',
  ch: 'charge',
  py: 'charge',
  txn: 'transaction',
  re: 'refund',
  dp: 'dispute',
};
const MAX_DEPTH = 4;

/**
 * A copy of `object` in which the ids at `paths` ("payment_intent.latest_charge", "data.refunds") are replaced by the
 * objects. @throws {StripeFailure} if a path cannot be expanded.
 */
export function expand(emulator: Emulator, object: object, paths: string[] = []): object {
  return paths.reduce<object>((expanded, path) => {
    const steps = path.split('.');
    if (steps.length - (steps[0] === 'data' ? 1 : 0) > MAX_DEPTH) {
      throw apiError(`You cannot expand more than ${MAX_DEPTH} levels of a property (${path}).`);
    }
    return expandPath(emulator, expanded, steps, path) as object;
  }, object);
}

function expandPath(emulator: Emulator, value: unknown, steps: string[], path: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => expandPath(emulator, one, steps, path));
  const fields = value as Fields;
  const found = lookUp(emulator, fields, step);
  if (found === undefined || (typeof found !== 'object' && found !== null)) {
    throw apiError(`This property cannot be expanded (${path}).`, { param: 'expand' });
  }
  return { ...fields, [step]: expandPath(emulator, found, rest, path) };
}

function lookUp(emulator: Emulator, fields: Fields, step: string): unknown {
  if (step === 'line_items' && fields.object === 'checkout.session') return lineItems(emulator, String(fields.id));
  if (step === 'refunds' && fields.object === 'charge') return refunds(emulator, String(fields.id));
  const value = fields[step];
  if (typeof value !== 'string') return value;
  const kind = KIND_OF_PREFIX[value.split('_', 1)[0] ?? ''];
  return kind && emulator.store.get(kind, value);
}

function lineItems(emulator: Emulator, id: string): object {
  const data = emulator.store.get('session', id)?.lineItems ?? [];
  return { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
}

function refunds(emulator: Emulator, id: string): object {
  const data = emulator.store.list('refund').filter((refund) => refund.charge === id);
  return { object: 'list', data, has_more: false, url: `/v1/charges/${id}/refunds` };
}
