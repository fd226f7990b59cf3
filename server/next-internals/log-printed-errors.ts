import { format, stripVTControlCharacters } from 'node:util';

type Log = (level: 'error' | 'warn', error: unknown) => void;

/**
 * Next prints the errors of pages, routes and actions as text of several lines, some of which anybody can write. During a
 * request they go to `log`; what is printed otherwise stays as it is. Checked with Next 16.4.6.
 */
export function logPrintedErrors(isInRequest: () => boolean, log: Log): void {
  for (const name of ['error', 'warn'] as const) {
    const print = console[name];
    console[name] = (...given: unknown[]) => {
      if (!isInRequest()) return print.apply(console, given);
      log(name, given.find((part) => part instanceof Error) ?? stripVTControlCharacters(format(...given)));
    };
  }
}
