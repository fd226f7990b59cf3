import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright';
import sharp from 'sharp';
import { chromiumProgram } from '../dev/chromium.ts';
import { CliError, step } from '../dev/terminal.ts';
import { EnvError } from '../lib/env.ts';
import { cleanUp } from './shop/clean-up.ts';
import { measuredShop } from './shop/measured-shop.ts';

const USAGE = `Usage: npm run screenshots -- [options]
  Takes docs/gallery.png again, from the demo gallery in a shop of its own.
  --url <url>      of a running shop instead
  --all <folder>   takes every public page at 390, 768 and 1440 px, light and dark, into this folder instead`;

const WIDTHS = [390, 768, 1440] as const;
const SCHEMES = ['light', 'dark'] as const;

type Picture = { url: string; file: string; width: number; colorScheme: (typeof SCHEMES)[number]; isWhole: boolean };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { url: { type: 'string' }, all: { type: 'string' } } });
  const { url } = await measuredShop(values.url);
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    for (const picture of values.all ? await allPictures(url, values.all) : [forReadme(url)])
      await take(browser, picture);
  } finally {
    await browser.close();
  }
}

const forReadme = (url: string): Picture => ({
  ...{ url, file: 'docs/gallery.png', width: 1440, colorScheme: 'light', isWhole: false },
});

async function allPictures(url: string, folder: string): Promise<Picture[]> {
  mkdirSync(folder, { recursive: true });
  const { posts } = await (await fetch(`${url}/api/posts`)).json();
  const [work] = posts;
  if (!work) throw new CliError('The shop has no works to take pictures of.');
  const pages: [name: string, path: string][] = [
    ['home', '/'],
    ['work', `/posts/${work.slug}`],
    ['artist', `/artists/${work.artist.username}`],
    ['search', '/search'],
    ['no-results', '/search?q=xylographic&available=1'],
    ['currency', '/currency'],
    ['sign-in', '/sign-in'],
    ['sign-up', '/sign-up'],
    ['not-found', '/nothing-here'],
  ];
  return pages.flatMap(([name, page]) =>
    WIDTHS.flatMap((width) =>
      SCHEMES.map((colorScheme) => ({
        url: url + page,
        file: path.join(folder, `${name}-${width}-${colorScheme}.png`),
        ...{ width, colorScheme, isWhole: true },
      })),
    ),
  );
}

function take(browser: Browser, { url, file, width, colorScheme, isWhole }: Picture): Promise<void> {
  return step(file, async () => {
    const viewport = { width, height: isWhole ? 900 : 1180 };
    const page = await browser.newPage({ viewport, colorScheme, locale: 'en-IE', reducedMotion: 'reduce' });
    await page.goto(url, { waitUntil: 'networkidle' });
    const screenshot = await page.screenshot({ fullPage: isWhole });
    // With a palette a picture is a third of the size.
    await sharp(screenshot).png({ palette: true }).toFile(file);
    await page.close();
  });
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (isUsage) console.error(`${error.message}\n${USAGE}`);
  else console.error(error instanceof CliError || error instanceof EnvError ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
