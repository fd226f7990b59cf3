/** The values of the form of an endpoint: a checkbox that is on for each event. */
export const formValues = (url: string, events: readonly string[]): Record<string, string> => ({
  url,
  ...Object.fromEntries(events.map((name) => [name, 'on'])),
});
