'use client';

import { useEffect, useRef } from 'react';
import { THEME_KEY } from '#lib/view/theme-script.ts';

function apply(theme: string) {
  const { dataset } = document.documentElement;
  const isSystem = theme === 'system';
  if (isSystem) delete dataset.theme;
  else dataset.theme = theme;
  try {
    if (isSystem) localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Without storage the theme lasts until the next page load.
  }
}

/** Light, dark, or the system's theme, which is followed without JavaScript. */
export function ThemeSelect() {
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    const element = select.current;
    if (!element) return;
    // The cached page says “System”; any other value was chosen before hydration.
    if (element.value !== 'system') apply(element.value);
    else element.value = document.documentElement.dataset.theme ?? 'system';
  }, []);
  return (
    <label className="noscript:hidden">
      Theme{' '}
      <select
        ref={select}
        defaultValue="system"
        // Browsers would otherwise restore an earlier choice when the visitor goes back to a page.
        autoComplete="off"
        onChange={(event) => apply(event.target.value)}
        className="cursor-pointer text-quiet hover:text-ink"
      >
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}
