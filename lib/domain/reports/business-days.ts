/** A day that many business days later; Saturdays and Sundays do not count, and holidays are the host's to know. */
export function businessDaysLater(from: Date, days: number): Date {
  const day = new Date(from);
  for (let left = days; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() % 6 !== 0) left--;
  }
  return day;
}

/**
 * When a work may be shown again after a counter-notice: 10 to 14 business days later, unless the sender of the notice has
 * gone to court by then (17 U.S.C. § 512(g)(2)(C)).
 */
export const restorableBetween = (countered: Date): { from: Date; until: Date } => ({
  from: businessDaysLater(countered, 10),
  until: businessDaysLater(countered, 14),
});
