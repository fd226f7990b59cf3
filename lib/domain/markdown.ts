/** A text in Markdown, parsed. It has no HTML, no pictures and safe links only, and is JSON-serializable. */
export type Inline =
  | string
  | { type: 'strong' | 'em' | 'del'; content: Inline[] }
  | { type: 'link'; href: string; content: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'break' };

/** The page itself has the first heading. */
export type HeadingLevel = 2 | 3 | 4;

export type Block =
  | { type: 'heading'; level: HeadingLevel; content: Inline[] }
  | { type: 'paragraph'; content: Inline[] }
  | { type: 'list'; start: number | null; items: Block[][] }
  | { type: 'quote'; content: Block[] }
  | { type: 'code'; text: string }
  | { type: 'rule' }
  | { type: 'table'; head: Inline[][]; rows: Inline[][][] };

const PROTOCOLS = ['https:', 'http:', 'mailto:', 'tel:'];
/** An origin that no link can have by chance. */
const OWN = 'https://shop.invalid';

/**
 * The target of a link as a browser may open it: of this shop (`/…`, `#…`), a web page, a mail or a call; null for all
 * others, such as `javascript:` and `data:` in any spelling.
 */
export function safeHref(href: string): string | null {
  // Browsers ignore these characters where they stand in front of or in a protocol.
  const target = href.replace(/[\0-\x20\x7f-\x9f\u2028\u2029]/g, '');
  if (target.startsWith('#')) return target;
  let url: URL;
  try {
    url = new URL(target, OWN);
  } catch {
    return null;
  }
  // The browser's own reading: `//host`, `/\host` and the like lead away.
  if (url.origin === OWN) return target.startsWith('/') ? url.pathname + url.search + url.hash : null;
  const isOther = PROTOCOLS.includes(url.protocol) && url.username === '' && url.password === '';
  return isOther && target.toLowerCase().startsWith(url.protocol) ? url.href : null;
}
