import { Lexer, type Token, type Tokens } from 'marked';
import { type Block, type HeadingLevel, type Inline, safeHref } from '#lib/domain/markdown.ts';

/** Lists and quotes within each other; what is deeper is left out. */
const MAX_DEPTH = 12;
/** A line that begins with more marks of quotes and lists than this loses the rest: each is a recursion of the parser. */
const MAX_MARKS = 12;

const MARKS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){13,}/gm;

/**
 * Parses Markdown (GitHub's, without HTML). Nothing of it becomes HTML by itself: tags stay text, pictures become their
 * description, and a link that is not safe its text.
 */
export function parseMarkdown(text: string): Block[] {
  const limited = text.replace(MARKS, (marks) =>
    marks
      .split(/(?=[>+*-])/)
      .slice(0, MAX_MARKS)
      .join(''),
  );
  try {
    return inOrder(blocksOf(new Lexer({ gfm: true }).lex(limited), 0));
  } catch (error) {
    // Nested deeper than the stack.
    if (error instanceof RangeError) return [{ type: 'paragraph', content: [text] }];
    throw error;
  }
}

/** People begin with any level and leave some out; a page's headings begin with the second and leave none out. */
function inOrder(blocks: Block[]): Block[] {
  const levels = blocks.flatMap((block) => (block.type === 'heading' ? [block.level] : []));
  const shift = Math.min(...levels, 4) - 2;
  let last = 1;
  return blocks.map((block) => {
    if (block.type !== 'heading') return block;
    last = Math.min(block.level - shift, last + 1);
    return { ...block, level: last as HeadingLevel };
  });
}

const blocksOf = (tokens: readonly Token[], depth: number): Block[] =>
  depth > MAX_DEPTH ? [] : tokens.flatMap((token) => blockOf(token as Tokens.Generic, depth) ?? []);

function blockOf(token: Tokens.Generic, depth: number): Block | null {
  const { tokens = [] } = token;
  switch (token.type) {
    case 'heading':
      return { type: 'heading', level: headingLevel(token.depth), content: inlinesOf(tokens, depth) };
    case 'paragraph':
    case 'text':
      return { type: 'paragraph', content: token.tokens ? inlinesOf(tokens, depth) : [decoded(token.text)] };
    case 'list': {
      const items = (token as Tokens.List).items.map((item) => blocksOf(item.tokens, depth + 1));
      return { type: 'list', start: token.ordered ? Number(token.start) || 1 : null, items };
    }
    case 'blockquote':
      return { type: 'quote', content: blocksOf(tokens, depth + 1) };
    case 'code':
      return { type: 'code', text: token.text };
    case 'hr':
      return { type: 'rule' };
    case 'html':
      return { type: 'paragraph', content: [token.raw.trim()] };
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      const cells = (row: Tokens.TableCell[]) => row.map((cell) => inlinesOf(cell.tokens, depth));
      return { type: 'table', head: cells(header), rows: rows.map(cells) };
    }
    default:
      return null;
  }
}

const headingLevel = (depth: number) => Math.min(depth + 1, 4) as HeadingLevel;

const inlinesOf = (tokens: readonly Token[], depth: number): Inline[] =>
  depth > 2 * MAX_DEPTH ? [] : tokens.flatMap((token) => inlineOf(token as Tokens.Generic, depth + 1));

function inlineOf(token: Tokens.Generic, depth: number): Inline | Inline[] {
  const { tokens } = token;
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return { type: token.type, content: inlinesOf(tokens ?? [], depth) };
    case 'link': {
      const href = safeHref(decoded(token.href));
      const content = inlinesOf(tokens ?? [], depth);
      return href === null ? content : { type: 'link', href, content };
    }
    case 'codespan':
      return { type: 'code', text: token.text };
    case 'br':
      return { type: 'break' };
    case 'image':
    case 'text':
    case 'escape':
      return tokens && token.type === 'text' ? inlinesOf(tokens, depth) : decoded(token.text);
    default:
      // HTML, and whatever a later version of the parser knows, is shown as it was written.
      return token.raw;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', copy: '©', reg: '®' },
  ...{ sect: '§', euro: '€', pound: '£', mdash: '—', ndash: '–', hellip: '…', shy: '\u00ad' },
};

/** The character references that people use in Markdown; the rest stays as it was typed. */
const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (all, decimal, hex, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? all;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    const isCharacter = code > 0x1f && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : all;
  });
