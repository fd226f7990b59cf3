import { chromium } from 'playwright';
import { chromiumProgram } from '../../dev/chromium.ts';
import { atEnd } from '../shop/clean-up.ts';

/** When the page heard that a work is sold, and when it showed it, Unix milliseconds: by post id and by slug. */
type Seen = { heard: Record<string, number>; shown: Record<string, number> };

export type OpenPage = {
  /** Waits until the page follows the live stream and shows this work. */
  waitFor(slug: string): Promise<void>;
  /** The slugs of the works on it. */
  works(): Promise<string[]>;
  seen(): Promise<Seen>;
};

type Watching = typeof globalThis & { seen: Seen; isFollowing: boolean };

/** Opens a page of the shop in a real browser and watches what it hears and shows. */
export async function openPage(url: string): Promise<OpenPage> {
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args: ['--no-sandbox'] });
  atEnd(() => browser.close());
  const page = await browser.newPage();
  await page.addInitScript(watch);
  await page.goto(url);
  return {
    async waitFor(slug) {
      await page.locator(`a[href="/posts/${slug}"]`).first().waitFor({ timeout: 30_000 });
      await page.waitForFunction(() => (globalThis as Watching).isFollowing, undefined, { timeout: 30_000 });
    },
    works: () =>
      page
        .locator('article a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.split('/').at(-1) ?? '')),
    seen: () => page.evaluate(() => (globalThis as Watching).seen),
  };
}

/** Runs in the page before its own scripts. */
function watch(): void {
  const watching = globalThis as Watching;
  watching.seen = { heard: {}, shown: {} };
  watching.isFollowing = false;
  const { heard, shown } = watching.seen;
  watching.EventSource = class extends EventSource {
    constructor(address: string | URL, options?: EventSourceInit) {
      super(address, options);
      this.addEventListener('open', () => {
        watching.isFollowing = true;
      });
      this.addEventListener('post', (event) => {
        const post = JSON.parse(event.data);
        if (post.status === 'SOLD') heard[post.id] ??= Date.now();
      });
    }
  };
  const look = () => {
    for (const article of document.querySelectorAll('article')) {
      const slug = article.querySelector('a')?.getAttribute('href')?.split('/').at(-1);
      if (slug && article.textContent?.includes('Sold')) shown[slug] ??= Date.now();
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}
