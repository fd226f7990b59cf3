const stops: (() => Promise<void>)[] = [];

/** Registers what to stop when the measurement ends, even by Ctrl-C. */
export function onCleanUp(stop: () => Promise<void>): void {
  stops.push(stop);
}

/** Stops everything that was registered, in reverse order. */
export async function cleanUp(): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop().catch((error) => console.error(error));
}

let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Ctrl-C may arrive as both.
  process.on(signal, () => {
    if (isEnding) return;
    isEnding = true;
    void cleanUp().then(() => process.exit(130));
  });
}
