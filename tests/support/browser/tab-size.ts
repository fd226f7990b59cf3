import type { Page } from 'playwright/test';

/** What a tab takes after a collection of its garbage: bytes of its JavaScript heap, and nodes, those in the page and those kept beside it. */
export async function tabSize(page: Page): Promise<{ heap: number; nodes: number; elements: number }> {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  const { nodes } = await client.send('Memory.getDOMCounters');
  await client.detach();
  return { heap: usedSize, nodes, elements: await page.locator('*').count() };
}
