import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** Chromium without a window: a page costs it a third of what it costs the complete browser. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

const SYSTEM = [
  HEADLESS_SHELL,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Path of a Chromium for browser tests and benchmarks: the system's, Playwright's download, or Debian's package, which
 * is installed here if this runs as root.
 * @throws if there is none, with the command that installs one.
 */
export function chromiumProgram(): string {
  const found = [...SYSTEM, chromium.executablePath()].find((file) => existsSync(file));
  if (found) return found;
  if (process.getuid?.() === 0) {
    console.log('… Installing Chromium with apt-get');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0;
    const install = () => apt('install', '-y', '--no-install-recommends', 'chromium-headless-shell');
    if ((install() || (apt('update') && install())) && existsSync(HEADLESS_SHELL)) return HEADLESS_SHELL;
  }
  throw new Error(
    'The browser tests need Chromium: `sudo apt-get install chromium-headless-shell`, or `npx playwright install chromium`.',
  );
}
