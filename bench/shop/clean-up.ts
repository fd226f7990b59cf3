const stops: (() => Promise<void>)[] = [];

/** Notes what has to be stopped when the measurement ends, also by Ctrl-C. */
export function atEnd(stop: () => Promise<void>): void {
  stops.push(stop);
}

/** Stops everything that was noted, the last one first. */
export async function cleanUp(): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop().catch((error) => console.error(error));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void cleanUp().then(() => process.exit(130)));
}
