/** Word joiner: it is not seen, breaks no line, and ends what mail programs take for a URL or an address. */
const JOINER = '\u2060';

/**
 * A stranger's text for a mail: mail programs turn what looks like a URL or an address into a link by themselves, and would
 * here no longer. It reads the same.
 */
export const inertLinks = (text: string): string =>
  text
    .replace(/:(?=\/\/)/g, `:${JOINER}`)
    .replace(/@(?=[\p{L}\p{N}])/gu, `@${JOINER}`)
    .replace(/(?<=[\p{L}\p{N}-])\.(?=\p{L})/gu, `${JOINER}.${JOINER}`);
