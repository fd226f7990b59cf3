import type { Page } from 'playwright/test';

/**
 * The size of a tab after a garbage collection: bytes of its JavaScript heap, all DOM nodes in memory, and the elements
 * in the document.
 */
export async function tabSize(page: Page): Promise<{ heap: number; nodes: number; elements: number }> {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  const { nodes } = await client.send('Memory.getDOMCounters');
  await client.detach();
  return { heap: usedSize, nodes, elements: await page.locator('*').count() };
}
