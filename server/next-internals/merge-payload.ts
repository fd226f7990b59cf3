/**
 * The scripts in which Next sends the data of a page: each pushes one string. Checked with Next 16.4.6
 * (next/dist/server/app-render/use-flight-response.js).
 */
const PAYLOAD =
  /<script>((?:\(self\.__next_f=self\.__next_f\|\|\[\]\)|self\.__next_f)\.push\(\[(?:0|[13],"[^"\\]*(?:\\.[^"\\]*)*")\]\))<\/script>/g;

/** A page whose data is in one script, so that its Content Security Policy needs one hash for all of it. */
export type MergedPage = {
  html: string;
  /** The text of that script; null for a page without data, which stays as it is. */
  payload: string | null;
};

/** Puts the data of a page into one script, where the last of Next's was. */
export function mergePayload(html: string): MergedPage {
  const parts = [...html.matchAll(PAYLOAD)];
  const last = parts.at(-1);
  if (!last) return { html, payload: null };
  const payload = parts.map(([, statement]) => statement).join(';');
  const end = last.index + last[0].length;
  return { html: `${html.slice(0, end).replace(PAYLOAD, '')}<script>${payload}</script>${html.slice(end)}`, payload };
}
