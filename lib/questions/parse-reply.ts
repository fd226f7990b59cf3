import { createHash } from 'node:crypto';
import { convert } from 'html-to-text';
import PostalMime from 'postal-mime';
import { isAutomaticMail } from '#lib/domain/questions/automatic-mail.ts';
import { replyTokensIn } from '#lib/domain/questions/question-mail.ts';
import { replyText } from '#lib/domain/questions/reply-text.ts';

/** Where mail servers write to whom a mail was delivered, and where its writer did; the former cannot be chosen by the writer. */
const RECIPIENT_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to', 'to', 'cc'];

/** Nothing that people write by hand has more. */
const PARSER_LIMITS = { maxNestingDepth: 30, maxHeadersSize: 256 * 1024 };
const MAX_TEXT = 200_000;

/** What quotes the mail that is answered is left out: mail programs mark it in these ways. */
const HTML_RULES = {
  wordwrap: false,
  limits: { maxInputLength: MAX_TEXT, maxDepth: 60, maxChildNodes: 2_000 },
  selectors: [
    ...['blockquote', '.gmail_quote', 'img', 'style', 'script'].map((selector) => ({
      selector,
      format: 'skip',
    })),
    { selector: 'a', options: { ignoreHref: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
} as const;

export type ParsedReply = {
  /** The tokens of the addresses it was sent to, in order. */
  tokens: string[];
  /** Whether a program wrote it. */
  isAutomatic: boolean;
  /** Of its Message-ID, or of all of it: the same mail twice has the same. */
  key: string;
  /** Without what is quoted; '' if nothing is left. */
  text: string;
  attachmentsDropped: number;
};

/**
 * Reads a mail.
 * @param raw as it arrived (RFC 5322)
 * @returns null for what is none, or is built so that nobody can read it
 */
export async function parseReply(raw: Buffer): Promise<ParsedReply | null> {
  const mail = await PostalMime.parse(raw, PARSER_LIMITS).catch(() => null);
  if (!mail) return null;
  const headersOf = (name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
  const id = headersOf('message-id')[0]?.trim();
  return {
    tokens: RECIPIENT_HEADERS.flatMap(headersOf).flatMap(replyTokensIn),
    isAutomatic: isAutomaticMail(mail.headers),
    key: createHash('sha256')
      .update(id || raw)
      .digest('hex'),
    text: replyText((mail.text ?? textOfHtml(mail.html ?? '')).slice(0, MAX_TEXT)),
    attachmentsDropped: Math.min(mail.attachments.length, 100),
  };
}

/** For mails that have no plain text. */
const textOfHtml = (html: string): string =>
  convert(html.slice(0, MAX_TEXT), { ...HTML_RULES, selectors: [...HTML_RULES.selectors] });
