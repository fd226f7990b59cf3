const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** One line of a program's output for people: a JSON log line becomes level, message and error. */
export function readableLine(line: string): string {
  if (!line.startsWith('{"level":')) return line;
  try {
    const { level, time, pid, msg, err, ...rest } = JSON.parse(line);
    const details = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
    // A stack helps with unexpected errors; warnings, such as a service that is down, repeat too often for one.
    const error = err ? `\n${level >= 50 ? (err.stack ?? err.message) : err.message}` : '';
    return `${LEVELS[level] ?? level} ${msg ?? ''}${details}${error}`;
  } catch {
    return line;
  }
}
