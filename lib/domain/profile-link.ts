/** Characters of a link, as it is stored. */
export const MAX_LINK = 300;
export const MAX_LINKS = 5;

/** The form's fields for links, in order. */
export const LINK_FIELDS = ['link1', 'link2', 'link3', 'link4', 'link5'] as const;

export type LinkProblem = 'not-a-link' | 'not-https' | 'credentials' | 'port' | 'no-host-name' | 'too-long';

/** What browsers read as something else than it looks: they drop line ends and turn `\` into `/`. */
const NOT_IN_LINKS = /[\s\p{Cc}\p{Cf}<>"\\^`{|}]/u;
const SCHEME = /^[a-z][a-z\d+.-]*:/i;
const HTTPS = /^https:\/\/[^/]/i;
/** At least two labels, the last of which is no number: no IP address, no name of a machine next door. */
const PUBLIC_NAME = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?:[a-z]{2,63}|xn--[a-z\d-]{1,59})$/;
const LOCAL_NAME = /\.(?:local|localhost|internal|invalid|test|onion)$/;

/**
 * A link that somebody typed for their profile, as it is stored: https, with its host name in ASCII. One without a scheme
 * gets it.
 */
export function readProfileLink(typed: string): { url: string } | { problem: LinkProblem } {
  const text = typed.trim();
  if (NOT_IN_LINKS.test(text)) return { problem: 'not-a-link' };
  const link = SCHEME.test(text) ? text : `https://${text}`;
  if (!HTTPS.test(link)) return { problem: SCHEME.test(text) ? 'not-https' : 'not-a-link' };
  const url = URL.parse(link);
  if (!url) return { problem: 'not-a-link' };
  // An empty username is one too: `https://@example.org`.
  if (/^[^/?#]*@/.test(link.slice('https://'.length))) return { problem: 'credentials' };
  if (url.port !== '') return { problem: 'port' };
  if (!PUBLIC_NAME.test(url.hostname) || LOCAL_NAME.test(url.hostname)) return { problem: 'no-host-name' };
  return url.href.length > MAX_LINK ? { problem: 'too-long' } : { url: url.href };
}

export const LINK_MESSAGES: Readonly<Record<LinkProblem, string>> = {
  'not-a-link': 'Enter a link, such as https://example.org/about.',
  'not-https': 'A link has to begin with https://.',
  credentials: 'Leave the username and password out of the link.',
  port: 'Leave the port out of the link.',
  'no-host-name': 'Enter a link to a public website, such as https://example.org.',
  'too-long': `Keep each link to ${MAX_LINK} characters.`,
};

const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Devanagari', 'Bengali', 'Gurmukhi'],
  ...['Gujarati', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Ethiopic'],
];
const COMMON = String.raw`\d\-`;
/** What a label may consist of to be shown in its own letters: one script, or those that one language is written in. */
const ONE_SCRIPT = [
  ...SCRIPTS.map((script) => String.raw`\p{Script=${script}}\p{M}`),
  String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー`,
  String.raw`\p{Script=Han}\p{Script=Hangul}`,
  String.raw`\p{Script=Han}\p{Script=Bopomofo}`,
].map((letters) => new RegExp(`^[${letters}${COMMON}]+$`, 'u'));

/** Latin letters that Europe writes with, but for those without a dot where others have one. */
const PLAIN_LATIN = /^[a-zß-öø-ÿā-İĲ-ķĹ-žșț\d-]+$/;
const HAS_LATIN = /\p{Script=Latin}/u;
/** Letters of other scripts that look like Latin ones: a whole word of them is read as another word. */
const LOOKS_LATIN = /^[авеёіјкмнорԛсѕтухԝһӏԁѵґєαβγειικνορτυχωϲοսօոհցզքյաԳ\d-]+$/u;

/**
 * A host name as it is shown: in its own letters, or in ASCII (`xn--…`) where these could be taken for others, because
 * scripts are mixed within a label or all letters look like Latin ones.
 * @param ascii as a URL has it
 * @param unicode the same name in its own letters; '' if it has none
 */
export function shownHost(ascii: string, unicode: string): string {
  const isClear = unicode !== '' && unicode.split('.').every(isClearLabel);
  return (isClear ? unicode : ascii).replace(/^www\./, '');
}

function isClearLabel(label: string): boolean {
  if (!ONE_SCRIPT.some((script) => script.test(label))) return false;
  if (HAS_LATIN.test(label)) return PLAIN_LATIN.test(label);
  return /^[a-z\d-]+$/.test(label) || !LOOKS_LATIN.test(label);
}
