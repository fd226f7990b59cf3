/** A header of a mail, its name in lower case. */
export type MailHeader = { key: string; value: string };

const BULK = /^(?:bulk|junk|list|auto[-_]reply)$/;

/**
 * Whether a program sent the mail: an answer of somebody who is away, a bounce, a mailing list. Passed on, they would
 * answer each other for ever (RFC 3834).
 */
export function isAutomaticMail(headers: readonly MailHeader[]): boolean {
  return headers.some(({ key, value }) => {
    const text = value.trim().toLowerCase();
    switch (key) {
      case 'auto-submitted':
        return !/^no\b/.test(text);
      case 'precedence':
        return BULK.test(text);
      case 'return-path':
        return text === '<>';
      case 'content-type':
        return text.startsWith('multipart/report');
      case 'list-id':
      case 'x-autoreply':
      case 'x-autorespond':
        return true;
      default:
        return false;
    }
  });
}
