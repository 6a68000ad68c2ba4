// What a page asks for, and when it has it all.

import type { Page } from 'playwright-core';

export type Watcher = ReturnType<typeof watcher>;

/** What the page asks, and what of it is refused. */
export function watcher(page: Page) {
  const open = new Set<object>();
  let refused: string[] = [];
  page.on('request', (request) => request.resourceType() !== 'eventsource' && !request.url().includes('/events') && open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  page.on('response', (answer) => answer.status() >= 400 && refused.push(`${answer.status()} ${new URL(answer.url()).pathname}`));
  return {
    /** Nothing is on its way any more, also after the page has drawn what came last. */
    async quiet() {
      for (let calm = 0; calm < 3; calm = open.size === 0 ? calm + 1 : 0)
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(resolve, { timeout: 500 }))));
      await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
    },
    taken() {
      const all = refused;
      refused = [];
      return all;
    },
  };
}
