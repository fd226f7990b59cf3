import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const STORAGE =
  /\b(?:window\.)?(?:localStorage|sessionStorage|indexedDB|caches)\b\s*[.?[]|\bdocument\.cookie\b|\bcookieStore\b/;
const textOf = (file: string) => readFileSync(file, 'utf8');
const filesWith = (pattern: RegExp, globs: string[]) => globSync(globs).filter((file) => pattern.test(textOf(file)));

test('scripts keep in the browser a theme, a currency, saved works, and lists that everyone sees alike', () => {
  const scripts = ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'lib/view/**/*.ts'];
  expect(filesWith(STORAGE, scripts).sort()).toEqual(
    [
      // The currency's code.
      'components/currency/choose-currency.ts',
      // Removes the note that a work was saved.
      'components/dashboard/saved-notice.tsx',
      // Reads whether there may be a hold, and whether somebody is signed in.
      'components/posts/use-own-hold.ts',
      // Pages of public lists, for the way back.
      'components/posts/grid/list-session-storage.ts',
      // Works that somebody saves without an account.
      'components/saved/browser-saved.ts',
      // Reads whether somebody is signed in.
      'components/viewer/viewer-store.ts',
      // `light` or `dark`.
      'components/layout/theme-select.tsx',
      'lib/view/theme-script.ts',
      'lib/view/restore-before-paint.ts',
    ].sort(),
  );
});

test('the lists that are kept are on public pages only', () => {
  const pages = filesWith(/<PostGrid\b/, ['app/**/*.tsx']);
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages) {
    expect(page).toMatch(/^app\/in\/\[currency\]\//);
    // Such a page is the same for everyone, and reads no session.
    expect(textOf(page)).not.toMatch(/lib\/auth/);
  }
});
