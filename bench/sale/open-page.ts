import { chromium } from 'playwright';
import { chromiumProgram } from '../../dev/chromium.ts';
import { onCleanUp } from '../shop/clean-up.ts';

/** When the page received the live update of a sale (by post id) and when it showed it (by slug), Unix milliseconds. */
type Observed = { received: Record<string, number>; shown: Record<string, number> };

export type OpenPage = {
  /** Waits until the page is connected to the live updates and shows this work. */
  waitFor(slug: string): Promise<void>;
  /** The slugs of the page's works. */
  works(): Promise<string[]>;
  observed(): Promise<Observed>;
};

type ObservedWindow = typeof globalThis & { observed: Observed; isConnected: boolean };

/** Opens a page of the shop in a real browser and observes what it receives and shows. */
export async function openPage(url: string): Promise<OpenPage> {
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args: ['--no-sandbox'] });
  onCleanUp(() => browser.close());
  const page = await browser.newPage();
  await page.addInitScript(observe);
  await page.goto(url);
  return {
    async waitFor(slug) {
      await page.locator(`a[href="/posts/${slug}"]`).first().waitFor({ timeout: 30_000 });
      await page.waitForFunction(() => (globalThis as ObservedWindow).isConnected, undefined, { timeout: 30_000 });
    },
    works: () =>
      page
        .locator('article a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.split('/').at(-1) ?? '')),
    observed: () => page.evaluate(() => (globalThis as ObservedWindow).observed),
  };
}

/** Runs in the page before its own scripts. */
function observe(): void {
  const target = globalThis as ObservedWindow;
  target.observed = { received: {}, shown: {} };
  target.isConnected = false;
  const { received, shown } = target.observed;
  target.EventSource = class extends EventSource {
    constructor(url: string | URL, options?: EventSourceInit) {
      super(url, options);
      this.addEventListener('open', () => {
        target.isConnected = true;
      });
      this.addEventListener('post', (event) => {
        const post = JSON.parse(event.data);
        if (post.status === 'SOLD') received[post.id] ??= Date.now();
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
