/** Colours and fonts of the emulator's and the mail server's pages; light and dark follow the system. */
export const BASE_STYLES = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #16171b);
  --tint: light-dark(#f4f3ef, #1e2025);
  --ink: light-dark(#1c1d21, #f1f0ec);
  --quiet: light-dark(#5c5e66, #a9abb3);
  --line: light-dark(#8b8d95, #787a83);
  --hairline: light-dark(#dcdbd5, #33353c);
  --accent: light-dark(#4338ca, #a5b4fc);
  --on-accent: light-dark(#ffffff, #16171b);
  --error: light-dark(#b3261e, #ffb4ab);
  --test: light-dark(#fdeccb, #4a3608);
  --on-test: light-dark(#6b4500, #ffdf9e);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
a { color: inherit; text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.badge { display: inline-block; padding: 0.1rem 0.6rem; border-radius: 1rem; background: var(--test); color: var(--on-test); font-size: 0.8rem; font-weight: 600; }
.quiet { color: var(--quiet); }
h1 { font-size: 1.25rem; font-weight: 600; margin: 0; line-height: 1.3; text-wrap: balance; }
h2 { font-size: 1.1rem; font-weight: 600; margin: 0 0 1rem; }
`;
