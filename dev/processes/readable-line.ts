const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** One line of a program's output as a person likes to read it: the log's JSON becomes level, message and error. */
export function readableLine(line: string): string {
  if (!line.startsWith('{"level":')) return line;
  try {
    const { level, time, pid, msg, err, ...rest } = JSON.parse(line);
    const details = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
    // A stack helps with what was not expected; what is away is said often enough without.
    const error = err ? `\n${level >= 50 ? (err.stack ?? err.message) : err.message}` : '';
    return `${LEVELS[level] ?? level} ${msg ?? ''}${details}${error}`;
  } catch {
    return line;
  }
}
