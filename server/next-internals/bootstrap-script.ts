/** The script that names the chunks of Next's runtime, the same on every page of a build. Checked with Next 16.4.6. */
const BOOTSTRAP =
  /<script id="_R_">(\(globalThis\["(\w+)"\] \|\| \(globalThis\["\2"\] = \[\]\)\)\.push\(\{"otherChunks":\["static\/chunks\/[\w.~-]+"(?:,"static\/chunks\/[\w.~-]+")*\],"runtimeModuleIds":\[[\d,]*\]\}\);)<\/script>/;

/** The text of that script; null for a page without it. */
export const bootstrapScript = (html: string): string | null => BOOTSTRAP.exec(html)?.[1] ?? null;
