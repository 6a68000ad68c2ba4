import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { dayIn } from '../../schema/index.ts';
import { type House, missing, openHouse, setUp, signIn } from './house.ts';

describe.skipIf(missing)(`the calendar in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  let boss: string;
  const day = '2026-03-04';
  const week = `/calendar?view=week&date=${day}`;

  setUp(async () => {
    house = await openHouse();
    boss = await house.idOf('users', `login = "${signIn.login}"`);
    // Another zone than the browser's: what is shown are the user's own hours.
    await house.system.records.update('users', boss, { time_zone: 'Asia/Tokyo', work_from: '07:00', work_to: '19:00' });
  });

  const make = (values: object) =>
    house.system.records.create('activities', {
      ...{
        kind: 'event',
        owner: boss,
        time_zone: 'Asia/Tokyo',
        starts_at: '2026-03-04T01:00:00Z',
        ends_at: '2026-03-04T02:00:00Z',
        ...values,
      },
    });
  const read = (id: unknown) =>
    house.system.records.get('activities', String(id), ['starts_at', 'ends_at', 'subject', 'skipped', 'all_day']);
  const event = (page: Page, subject: string) => page.locator('[tabindex="0"]').filter({ hasText: subject }).last();
  async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.up();
  }
  async function boxOf(page: Page, subject: string) {
    await page.getByText(subject).first().waitFor();
    // Until it stays where it is: the page scrolls to the working hours first.
    let before = '';
    await expect
      .poll(async () => {
        const last = before;
        before = JSON.stringify(await event(page, subject).boundingBox());
        return before === last;
      })
      .toBe(true);
    const box = await event(page, subject).boundingBox();
    if (!box) throw new Error(`${subject} is not drawn.`);
    return box;
  }

  it('shows hours of the user’s own zone, moves an event at once, and back with Undo [CS-092] [CS-099]', async () => {
    const { id } = await make({ subject: 'Moved about' });
    const page = await house.open(week, { timezoneId: 'Europe/Helsinki' });
    const box = await boxOf(page, 'Moved about');
    await page
      .getByText(/10[:.]00/)
      .first()
      .waitFor();
    // A day later, at the same hour.
    await drag(page, { x: box.x + box.width / 2, y: box.y + 8 }, { x: box.x + box.width * 1.5 + 8, y: box.y + 8 });
    await page.getByText('Moved: Moved about').waitFor();
    await expect.poll(() => read(id)).toMatchObject({ starts_at: '2026-03-05T01:00:00.000Z', ends_at: '2026-03-05T02:00:00.000Z' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => read(id)).toMatchObject({ starts_at: '2026-03-04T01:00:00.000Z' });
    expect(house.faults).toEqual([]);
    await house.system.records.delete('activities', String(id));
  });

  it('springs back with the reason when it is refused [CS-099]', async () => {
    const { id } = await make({ subject: 'Stubborn' });
    const page = await house.open(week);
    const before = await boxOf(page, 'Stubborn');
    await page.route('**/records/activities/**', (route) =>
      route.request().method() === 'PATCH'
        ? route.fulfill({
            status: 422,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              status: 422,
              code: 'invalid',
              title: 'x',
              errors: [{ field: 'starts_at', code: 'x', message: 'Not on a Thursday.' }],
            }),
          })
        : route.continue(),
    );
    await drag(page, { x: before.x + before.width / 2, y: before.y + 8 }, { x: before.x + before.width * 1.5 + 8, y: before.y + 8 });
    await page.getByText('Not on a Thursday.').waitFor();
    await expect.poll(async () => (await boxOf(page, 'Stubborn')).x).toBe(before.x);
    expect(house.faults).toEqual([]);
    await house.system.records.delete('activities', String(id));
  });

  it('makes an event by drawing it, and tells of what it collides with [CS-095] [CS-100]', async () => {
    const other = await make({ subject: 'Already there', starts_at: '2026-03-04T04:00:00Z', ends_at: '2026-03-04T05:00:00Z' });
    const page = await house.open(week);
    const box = await boxOf(page, 'Already there');
    // From one hour below the other one's beginning to two: 14:00 to 15:00 in Tokyo.
    await drag(page, { x: box.x + box.width / 2, y: box.y + box.height + 6 }, { x: box.x + box.width / 2, y: box.y + box.height * 2 - 6 });
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Subject').fill('Drawn by hand');
    await expect.poll(() => dialog.getByLabel('From').inputValue()).toBe('14:00');
    await dialog.getByLabel('From').fill('13:30');
    await dialog.getByText('Busy at this time: Bea Boss').waitFor();
    await dialog.getByLabel('From').fill('14:00');
    await dialog.getByText('Busy at this time').waitFor({ state: 'hidden' });
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Drawn by hand').first().waitFor();
    const { records } = await house.system.records.list('activities', {
      filter: 'subject = "Drawn by hand"',
      fields: ['id', 'starts_at', 'kind'],
    });
    expect(records).toMatchObject([{ starts_at: '2026-03-04T05:00:00.000Z', kind: 'event' }]);
    expect(house.faults).toEqual([]);
    await house.system.records.delete('activities', String(other.id));
    await house.system.records.delete('activities', String(records[0]?.id));
  });

  it('asks which of a series are meant, and changes that one only [CS-100]', async () => {
    const { id } = await make({
      subject: 'Standing',
      recurrence: 'FREQ=DAILY;COUNT=5',
      starts_at: '2026-03-02T01:00:00Z',
      ends_at: '2026-03-02T02:00:00Z',
    });
    const page = await house.open(week);
    await page.getByText('Standing').nth(2).waitFor();
    // By keyboard: each event can be reached and opened.
    const reached = page.locator('a, [tabindex="0"]');
    await reached.filter({ hasText: 'Standing', hasNot: reached }).nth(2).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Only this one' }).click();
    await page.getByText('Deleted: Standing').waitFor();
    await expect.poll(async () => (await read(id)).skipped).toEqual(['2026-03-04T01:00:00.000Z']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await read(id)).skipped).toBe(null);
    expect(house.faults).toEqual([]);
    await house.system.records.delete('activities', String(id));
  });

  it('is shared, has a secret address, and keeps one’s week [CS-094] [CS-098] [CS-099]', async () => {
    const { records } = await house.system.records.list('departments', { fields: ['id'], limit: 1 });
    await house.system.records.create('users', { login: 'colleague', name: 'Carl Colleague', department: records[0]?.id });
    const page = await house.open('/calendar');
    await page.getByRole('button', { name: 'Calendar settings' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Colleague').fill('Carl');
    await page.getByRole('option', { name: /Carl/ }).click();
    await dialog.getByText('Carl Colleague').waitFor();
    await dialog.getByRole('button', { name: 'New address' }).click();
    const address = await dialog.getByRole('textbox', { name: 'Address for other calendars' }).inputValue();
    const feed = await page.request.get(address, { headers: { cookie: '' } });
    expect(await feed.text()).toContain('BEGIN:VCALENDAR');
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('The address is withdrawn.').waitFor();
    expect((await page.request.get(address)).status()).toBe(404);
    await dialog.getByLabel('Work starts').fill('06:30');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    expect(await house.system.records.get('users', boss, ['work_from'])).toMatchObject({ work_from: '06:30' });
    expect(house.faults).toEqual([]);
  });

  it('is an agenda on a telephone, and makes tasks too [CS-092] [CS-093]', async () => {
    const { id } = await make({ subject: 'On the road' });
    const page = await house.open(`/calendar?date=${day}`, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.getByText('On the road').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.getByRole('button', { name: 'New', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Task', { exact: true }).click();
    await dialog.getByLabel('Subject').fill('Call back');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Call back').first().waitFor();
    const { records } = await house.system.records.list('activities', {
      filter: 'subject = "Call back"',
      fields: ['kind', 'due_on', 'starts_at'],
    });
    expect(records).toMatchObject([{ kind: 'task', due_on: day, starts_at: null }]);
    expect(house.faults).toEqual([]);
    await house.system.records.delete('activities', String(id));
  });

  it('is a face of any list with a date, where dragging changes that date [CS-092]', async () => {
    // The month that the calendar opens with is that of its user.
    const month = dayIn('Asia/Tokyo', Date.now()).slice(0, 8);
    const { id } = await house.system.records.create('deals', { name: 'Big deal', owner: boss, closing_date: `${month}11` });
    const page = await house.open('/deals?face=calendar');
    await page.getByRole('combobox', { name: 'By date' }).click();
    await page.getByRole('option', { name: 'Closing date' }).click();
    const box = await boxOf(page, 'Big deal');
    // A week later, straight down.
    await drag(page, { x: box.x + 30, y: box.y + 8 }, { x: box.x + 30, y: box.y + 8 + 110 });
    await page.getByText('Moved: Big deal').waitFor();
    await expect.poll(() => house.system.records.get('deals', String(id), ['closing_date'])).toMatchObject({ closing_date: `${month}18` });
    expect(house.faults).toEqual([]);
  });
});
