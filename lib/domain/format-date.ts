/** The site's one format for dates and times. All of them are in UTC, unless the name says otherwise. */

/** `29 November 2026`. @param time a day (YYYY-MM-DD) or a time in ISO 8601 */
export const formatDate = (time: string): string =>
  new Date(time).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** `16:05 UTC`. @param time ISO 8601 */
export const formatTime = (time: string): string => `${new Date(time).toISOString().slice(11, 16)} UTC`;

/** `29 November 2026, 16:05 UTC`. @param time ISO 8601 */
export const formatDateTime = (time: string): string => `${formatDate(time)}, ${formatTime(time)}`;

/** `17:05` in the time zone of the browser. @param time ISO 8601 */
export const formatLocalTime = (time: string): string =>
  new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
