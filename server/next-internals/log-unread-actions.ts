type Log = (error: unknown) => void;

/**
 * Next reports each request whose action it does not know or cannot read by console.error or console.warn, with its stack:
 * anybody could fill the log with them. Those go to `log`; all others stay as they are. Checked with Next 16.4.6.
 * @param awaitsAction whether such a request is being answered
 */
export function logUnreadActions(awaitsAction: () => boolean, log: Log): void {
  for (const name of ['error', 'warn'] as const) {
    const print = console[name];
    console[name] = (...given: unknown[]) => {
      if (awaitsAction()) log(given.find((part) => part instanceof Error) ?? given[0]);
      else print.apply(console, given);
    };
  }
}
