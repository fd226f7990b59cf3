'use client';

import { THEME_KEY } from './theme-script.ts';

/** Light or dark, against what the system says; chosen once more, it follows the system again. */
export function ThemeSwitch() {
  function toggle() {
    const root = document.documentElement;
    const systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches;
    const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : systemIsDark;
    const next = isDark ? 'light' : 'dark';
    if ((next === 'dark') === systemIsDark) {
      delete root.dataset.theme;
      localStorage.removeItem(THEME_KEY);
    } else {
      root.dataset.theme = next;
      localStorage.setItem(THEME_KEY, next);
    }
  }
  return (
    <button
      type="button"
      onClick={toggle}
      className="text-quiet underline-offset-4 hover:text-ink hover:underline noscript:hidden"
    >
      Light or dark
    </button>
  );
}
