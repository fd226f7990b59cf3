import { SHOP_NAME } from './shop-name.ts';

/**
 * Whether somebody who knows the account would try this password first: the shop's name, the username, the email or its
 * part before the `@`, also with digits and signs around it, or one character again and again (OWASP ASVS 5.0, 6.2.11).
 */
export function isGuessable(
  password: string,
  { username, email, shop }: { username: string; email: string; shop?: string },
): boolean {
  const words = [SHOP_NAME, shop ?? '', username, email, email.split('@')[0] ?? ''];
  const plain = letters(password);
  const isOwn = words.some((word) => same(word, password) || (letters(word) !== '' && letters(word) === plain));
  return isOwn || new Set(password.toLowerCase()).size === 1;
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** In lower case, without separators, and without what stands around it: `Mira-Self 2026!` is `miraself`. */
function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s._-]/gu, '')
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}
