import { type Day, startOfDay } from '#lib/domain/visits/visitor-days.ts';

/** A set of `<day>/<slug>`: posts with visitors that are not in PostgreSQL yet. */
export const DUE_VISITS = 'visits:due';

/** One post on one day. */
export type PostDay = { day: Day; slug: string };

export const toMember = ({ day, slug }: PostDay): string => `${day}/${slug}`;
export const parseMember = (member: string): PostDay => ({ day: member.slice(0, 10), slug: member.slice(11) });

/** The HyperLogLog of a post's visitors on a day. */
export const visitorsKey = (postDay: PostDay): string => `visits:${toMember(postDay)}`;

/**
 * When a day's visitors expire in Redis, Unix seconds: two days after its end. A worker has to run within that time.
 */
export const visitsExpireAt = (day: Day): number => startOfDay(day, 3).getTime() / 1000;
