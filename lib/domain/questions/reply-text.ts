import { REPLY_LINE } from './question-mail.ts';

/** “Original message” between dashes, in the languages that Outlook knows best. */
const FORWARDED =
  /^-{2,}\s*(?:original message|original appointment|forwarded message|ursprüngliche nachricht|message d['’]origine|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original)\s*-{2,}$/i;
/** The first lines of the head that Outlook writes above what it quotes. */
const HEAD_FROM =
  /^\*?(?:from|von|de|da|van|från|fra|od|от|від|από|lähettäjä|feladó|kimden|de la|差出人|发件人|寄件者|보낸 사람)\s?[:：]\*?(?:\s|$|(?<=：))/iu;
const HEAD_OTHER = new RegExp(
  `^\\*?(?:${[
    'sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado(?: el| em)?|enviada(?: em)?|para|asunto|assunto',
    'inviato|data|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|wysłano|do|temat|odesláno|odoslané|komu',
    'předmět|predmet|отправлено|дата|кому|тема|надіслано|στάλθηκε|προς|θέμα|lähetetty|vastaanottaja|aihe|elküldve|címzett|tárgy',
    'gönderme tarihi|gönderildi|kime|konu|trimis|către|subiect|送信日時|宛先|件名|发送时间|收件人|主题|寄件日期|收件者|主旨',
    '보낸 날짜|받는 사람|제목',
  ].join('|')})\\s?[:：]`,
  'iu',
);
/** A line of such a head in whatever language. */
const HEAD_LIKE = /^\*?[\p{L} .]{1,20}\s?[:：]/u;
const MAX_HEAD_LINES = 8;
/** “On Monday, … wrote:” */
const WROTE =
  /(?:\bwrote|\bschrieb(?: .*)?|\ba écrit|\bescribió|\bha scritto|\bescreveu|\bschreef|\bskrev|написал\(?а?\)?|napisał\(?a?\)?)\s?:$/i;
const BEGINS_WROTE = /^(?:on|am|le|el|il|em|op|den|w dniu)\s/i;
/** Mail programs break the line after about 78 characters. */
const MAX_WROTE_LINES = 3;
/** Between that line and what it is about. */
const MAX_BLANK_LINES = 10;
const SENT_FROM =
  /^(?:sent from my |sent from \w+ for |von meinem .{1,40} gesendet|envoyé de mon |enviado desde mi |get outlook for )/i;

/**
 * What somebody wrote in a reply, without the mail that they reply to and without their signature. Where that cannot be
 * told, more is kept rather than less.
 * @returns '' if nothing is left
 */
export function replyText(text: string): string {
  const all = text.replaceAll('\r\n', '\n').replaceAll('\u00a0', ' ').split('\n');
  const lines = all.slice(0, endOfReply(all));
  return withoutQuotes(lines)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The index of the first line that belongs to the quoted mail or to the signature. */
function endOfReply(lines: readonly string[]): number {
  const end = lines.findIndex((line, index) => {
    // Each test is on a line of at most a few hundred characters, so that none takes long.
    const trimmed = line.slice(0, 500).trim();
    if (line === '-- ' || line === '--') return true;
    if (SENT_FROM.test(trimmed) || FORWARDED.test(trimmed)) return true;
    if (HEAD_FROM.test(trimmed)) return lines.slice(index + 1, index + 4).some((next) => HEAD_OTHER.test(next.trim()));
    return trimmed.includes(REPLY_LINE) && !trimmed.startsWith('>');
  });
  if (end < 0) return lines.length;
  const isOwnLine = lines[end]?.includes(REPLY_LINE) ?? false;
  return startOfAttribution(lines, end) ?? (isOwnLine ? startOfHead(lines, end) : null) ?? end;
}

/** Without lines that begin with “>”, and without the line above them that says who wrote them. */
function withoutQuotes(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (const line of lines) {
    if (!line.trimStart().startsWith('>')) {
      kept.push(line);
      continue;
    }
    const start = startOfAttribution(kept, kept.length);
    if (start !== null) kept.length = start;
  }
  const last = kept.length;
  return kept.slice(0, startOfAttribution(kept, last) ?? last);
}

/** Where “On Monday, … wrote:” begins that ends right above a line, blank ones aside; null if there is none. */
function startOfAttribution(lines: readonly string[], above: number): number | null {
  const last = lastWritten(lines, above);
  if (last < 0 || !WROTE.test(lines[last]?.slice(-200).trim() ?? '')) return null;
  for (let first = last; first >= 0 && first > last - MAX_WROTE_LINES; first--)
    if (BEGINS_WROTE.test(lines[first]?.trim() ?? '')) return first;
  // `Bo Buyer <bo@example.org> wrote:`
  return /[<@]/.test(lines[last] ?? '') ? last : null;
}

/** Where a head with addresses begins that ends right above a line, blank ones aside; null if there is none. */
function startOfHead(lines: readonly string[], above: number): number | null {
  const last = lastWritten(lines, above);
  let first = last + 1;
  while (first > 0 && last - first + 1 < MAX_HEAD_LINES && HEAD_LIKE.test(lines[first - 1]?.trim() ?? '')) first--;
  return lines.slice(first, last + 1).some((line) => line.includes('@')) ? first : null;
}

/** The index of the last line above another that is not blank; -1, or of a blank one, if there is none near. */
function lastWritten(lines: readonly string[], above: number): number {
  let last = above - 1;
  while (last >= 0 && above - last <= MAX_BLANK_LINES && lines[last]?.trim() === '') last--;
  return last;
}
