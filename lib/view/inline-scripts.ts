import { awaitRestoreScript, restoreListScript } from './restore-before-paint.ts';
import { themeScript } from './theme-script.ts';

/** The scripts that every page has in its HTML, to run before the first paint. The Content Security Policy knows both. */
export const HEAD_SCRIPT = `${themeScript};${awaitRestoreScript}`;
export const END_SCRIPT = restoreListScript;
