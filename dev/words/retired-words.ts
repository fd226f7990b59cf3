/** A word that this repository does not use, and what it says instead; docs/glossary.md has the reasons. */
export interface RetiredWord {
  pattern: RegExp;
  instead: string;
}

/** Short on purpose: only words that have one meaning here and would mislead a newcomer. */
export const RETIRED_WORDS: readonly RetiredWord[] = [
  { pattern: /(?<![a-z])walls?(?![a-z])|Walls?(?![a-z])/, instead: 'post grid' },
  { pattern: /\bkept[ -](?:page|cop)|lead-?to-?copy|share-?copies/i, instead: 'cached page' },
  { pattern: /\btroubles?\b|Trouble/i, instead: 'database failure, or what went wrong' },
  { pattern: /\b(?:event|rate)[ -]?desk/i, instead: 'webhook log, rate review' },
  { pattern: /\b(?:com(?:e|es|ing)|came|br(?:ing|ings|inging|ought))[ -]?home/i, instead: 'reconcile' },
  { pattern: /\b[Ss]tand-?ins?\b|StandIn|standIn(?!g)/, instead: 'emulator' },
  { pattern: /mailbox/i, instead: 'development mail server' },
  { pattern: /\bput aside\b/i, instead: 'dead letter' },
  { pattern: /\banew\b/i, instead: 'again' },
  { pattern: /\bwho(?:ever|soever)\b/i, instead: 'anyone who' },
  { pattern: /\b(?:he|him|his|himself)\b/i, instead: 'they, them, their' },
  { pattern: /\bMOST_|\bLEAST_/, instead: 'MAX_, MIN_' },
];
