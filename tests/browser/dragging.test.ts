import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type House, missing, openHouse, setUp } from './house.ts';

describe.skipIf(missing)(`dragging in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  let deal: string;

  setUp(async () => {
    house = await openHouse();
    deal = String((await house.system.records.create('deals', { name: 'Dragged', stage: 'prospecting' })).id);
  });

  const column = (page: Page, name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) });
  const stage = async () => house.system.records.get('deals', deal, ['stage', 'probability', 'closed_on']);

  it('puts a card into another column, and back with Undo, with all that followed from it', async () => {
    const page = await house.open('/deals?face=board', { viewport: { width: 2300, height: 900 } });
    const card = page.getByRole('listitem').filter({ hasText: 'Dragged' });
    await card.waitFor();
    await card.dragTo(column(page, 'Won').last());
    await page.getByText('Dragged is now in Won').last().waitFor();
    await column(page, 'Won').last().getByText('Dragged').waitFor();
    await expect.poll(stage).toMatchObject({ stage: 'won', probability: '100' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await column(page, 'Prospecting').last().getByText('Dragged').waitFor();
    await expect.poll(stage).toMatchObject({ stage: 'prospecting', probability: '10', closed_on: null });
    expect(house.faults).toEqual([]);
  });

  it('puts columns of the list into another order and width, and keeps them', async () => {
    const page = await house.open('/deals');
    const head = (name: string) => page.getByRole('columnheader').filter({ hasText: name });
    const names = async () => (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim()).filter(Boolean);
    await head('Amount').waitFor();
    await head('Amount').dragTo(head('Account'));
    await expect.poll(async () => (await names()).slice(0, 3)).toEqual(['Name', 'Amount', 'Account']);
    const edge = page.getByRole('separator', { name: /Account/ });
    const before = (await widthOf(head('Account'))) ?? 0;
    const box = await edge.boundingBox();
    if (!box) throw new Error('The edge is not shown.');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y + 8, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => widthOf(head('Account'))).toBeGreaterThan(before + 60);
    const after = await widthOf(head('Account'));
    await page.reload();
    await head('Amount').waitFor();
    await expect.poll(async () => (await names()).slice(0, 3)).toEqual(['Name', 'Amount', 'Account']);
    await expect.poll(() => widthOf(head('Account'))).toBe(after);
    expect(house.faults).toEqual([]);
  });

  it('takes files that are dropped onto a record', async () => {
    const page = await house.open(`/deals/${deal}`);
    await page.getByRole('tab', { name: 'Documents' }).click();
    await page.getByText('Drop files here').waitFor();
    const files = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      for (const name of ['offer.txt', 'plan.txt']) data.items.add(new File([`This is ${name}`], name, { type: 'text/plain' }));
      return data;
    });
    // Beside its place it is refused, rather than opened by the browser instead of the page.
    const beside = page.getByRole('heading', { level: 1 });
    const goesOn = await beside.evaluate(
      (element, dataTransfer) => element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })),
      files,
    );
    expect(goesOn).toBe(false);
    const place = page.getByText('Drop files here');
    await place.dispatchEvent('dragover', { dataTransfer: files });
    await place.dispatchEvent('drop', { dataTransfer: files });
    await page.getByRole('button', { name: 'offer.txt', exact: true }).waitFor();
    await page.getByRole('button', { name: 'plan.txt', exact: true }).waitFor();
    const address = await page.getByRole('link', { name: 'Download offer.txt' }).getAttribute('href');
    expect(await (await page.request.get(new URL(String(address), page.url()).href)).text()).toBe('This is offer.txt');
    await page.getByRole('button', { name: 'Remove plan.txt' }).click();
    await page.getByText('Deleted: plan.txt').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'plan.txt', exact: true }).waitFor();
    expect(house.faults).toEqual([]);
  });
});

async function widthOf(place: Locator): Promise<number | undefined> {
  return (await place.boundingBox())?.width;
}
