import localFont from 'next/font/local';

/**
 * Every page preloads the Latin letters. Those of Central and Eastern Europe (Łódź, Dvořák) are separate files, which a
 * browser fetches only for a page that has one. The build reads these calls statically, so every value must be a
 * literal. See docs/decisions/0013-front-end-weight.md.
 */
const text = localFont({
  src: '../node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2',
  weight: '400 700',
  variable: '--font-latin-text',
});
const display = localFont({
  src: '../node_modules/@fontsource/newsreader/files/newsreader-latin-400-normal.woff2',
  weight: '400',
  variable: '--font-latin-display',
  adjustFontFallback: 'Times New Roman',
});
const moreText = localFont({
  src: '../node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-ext-wght-normal.woff2',
  weight: '400 700',
  variable: '--font-more-text',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
    },
  ],
});
const moreDisplay = localFont({
  src: '../node_modules/@fontsource/newsreader/files/newsreader-latin-ext-400-normal.woff2',
  weight: '400',
  variable: '--font-more-display',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
    },
  ],
});

/** Classes that define the fonts for app/globals.css. */
export const fontClasses = [text, display, moreText, moreDisplay].map(({ variable }) => variable).join(' ');
