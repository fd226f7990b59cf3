import { gzipSync } from 'node:zlib';

export type ScriptWeight = { files: number; gzipBytes: number };

/**
 * The scripts of a page as a current browser loads them: each chunk in its markup or data, once, compressed separately.
 * Scripts for old browsers (nomodule) are left out.
 */
export async function scriptWeight(pageUrl: string): Promise<ScriptWeight> {
  const html = await (await fetch(pageUrl)).text();
  const forOldBrowsers = new Set(
    [...html.matchAll(/<script[^>]*>/gi)].filter(([tag]) => /nomodule/i.test(tag)).flatMap(([tag]) => chunksIn(tag)),
  );
  const chunks = [...new Set(chunksIn(html))].filter((chunk) => !forOldBrowsers.has(chunk));
  let gzipBytes = 0;
  for (const chunk of chunks) {
    const response = await fetch(new URL(`/_next/${chunk}`, pageUrl));
    if (!response.ok) throw new Error(`${chunk} returned ${response.status}`);
    gzipBytes += gzipSync(await response.bytes()).byteLength;
  }
  return { files: chunks.length, gzipBytes };
}

const chunksIn = (text: string): string[] => text.match(/static\/chunks\/[\w./~-]+?\.js/g) ?? [];
