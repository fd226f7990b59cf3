import { type Day, startOf } from '#lib/domain/visits/visitor-days.ts';

/** A set of `<day>/<slug>`: the works with visitors whom PostgreSQL does not know yet. */
export const DUE_VISITS = 'visits:due';

/** One work on one day. */
export type WorkDay = { day: Day; slug: string };

export const memberOf = ({ day, slug }: WorkDay): string => `${day}/${slug}`;
export const parseMember = (member: string): WorkDay => ({ day: member.slice(0, 10), slug: member.slice(11) });

/** The HyperLogLog of a work's visitors on a day. */
export const visitorsKey = (of: WorkDay): string => `visits:${memberOf(of)}`;

/** When Redis forgets a day's visitors, seconds since 1970: two days after its end, which is how long no worker need run. */
export const forgottenAt = (day: Day): number => startOf(day, 3).getTime() / 1000;
