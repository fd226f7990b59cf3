/** How long the file says that it is valid; RFC 9116 recommends less than a year. */
const VALID_DAYS = 180;
const DAY_MS = 24 * 60 * 60 * 1000;

export type SecurityTxt = {
  /** A URL: `mailto:`, `https:` or `tel:`. */
  contact: string;
  /** The shop's URL, without a slash at the end. */
  origin: string;
  now: Date;
};

/** The content of /.well-known/security.txt (RFC 9116): where people report a vulnerability of this shop. */
export function securityTxt({ contact, origin, now }: SecurityTxt): string {
  // Whole days, so that all processes give the same response.
  const expires = new Date((Math.floor(now.getTime() / DAY_MS) + VALID_DAYS) * DAY_MS);
  return [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString().replace('.000', '')}`,
    'Preferred-Languages: en',
    `Canonical: ${origin}/.well-known/security.txt`,
    '',
  ].join('\n');
}

/** The address of a sender such as `MakeYourSpace <shop@example.org>`, as a URL. */
export function mailtoOf(sender: string): string {
  const address = /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender;
  return `mailto:${encodeURI(address.trim())}`;
}
