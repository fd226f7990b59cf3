import { z } from 'zod';
import { isAuditGroup } from '#lib/domain/audit.ts';
import { oneLine } from './text.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** No log is older or younger, and PostgreSQL knows them. */
const YEARS = /^(?:20|21)\d\d-/;

/** A day in a URL, `2026-11-30`, as its beginning in UTC; null for anything else. */
const day = z.iso
  .date()
  .regex(YEARS)
  .transform((text) => new Date(`${text}T00:00:00Z`))
  .nullable()
  .catch(null);

/** A cursor in a URL: the time of the last row of the page before (milliseconds), and its id. */
const cursor = z
  .string()
  .regex(/^\d{1,14}_\d{1,18}$/)
  .transform((value) => {
    const [at = '', id = ''] = value.split('_');
    return { at: new Date(Number(at)), id };
  })
  .nullable()
  .catch(null);

/** The query of /admin/audit. Anybody can edit a URL: what cannot be read counts as missing. */
export const auditQuerySchema = z
  .object({
    account: z.string().max(254).transform(oneLine).catch(''),
    group: z
      .string()
      .transform((text) => (isAuditGroup(text) ? text : null))
      .catch(null),
    from: day,
    to: day,
    before: cursor,
  })
  .transform(({ to, ...query }) => ({
    ...query,
    /** The first moment that is too late: the last day counts as a whole. */
    until: to && new Date(to.getTime() + DAY_MS),
  }));

export type AuditQuery = z.output<typeof auditQuerySchema>;

/** The parameters that filter, as they are written in a URL; without the page. */
export function auditParams({ account, group, from, until }: AuditQuery): Record<string, string> {
  const dayOf = (time: Date) => time.toISOString().slice(0, 10);
  return {
    ...(account && { account }),
    ...(group && { group }),
    ...(from && { from: dayOf(from) }),
    ...(until && { to: dayOf(new Date(until.getTime() - DAY_MS)) }),
  };
}
