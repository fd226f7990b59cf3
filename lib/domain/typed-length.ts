/**
 * How many UTF-16 units a field takes for a text of `limit` characters. People who typed too much see all of it again;
 * anything longer than this is refused unread.
 */
export const typedLength = (limit: number): number => 4 * limit;
