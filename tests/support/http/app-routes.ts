import { globSync } from 'node:fs';

/** A route of `app/`: its URL's segments, of which those in brackets are parameters. */
export type AppRoute = { file: string; segments: string[] };

/** Routes that Next makes from files with a name of their own. */
const BY_NAME: Readonly<Record<string, string>> = { 'robots.ts': '/robots.txt' };

/** All routes of the shop, read from the folders, so that a new one is among them by itself. */
export function appRoutes(): AppRoute[] {
  const files = globSync('app/**/{page,route}.{ts,tsx}').sort();
  const routes = files.map((file) => {
    const segments = file.split('/').slice(1, -1);
    return { file, segments: segments.filter((segment) => !/^\(.*\)$/.test(segment)) };
  });
  const named = Object.entries(BY_NAME).flatMap(([name, url]) =>
    globSync(`app/${name}`).map((file) => ({ file, segments: url.split('/').filter(Boolean) })),
  );
  return [...routes, ...named];
}
