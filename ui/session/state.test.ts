import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionFetch, sessionState } from './state.ts';

// A tab in which nobody looks through another's eyes.
beforeEach(() => {
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('location', { pathname: '/demo/contacts' });
});
afterEach(() => vi.unstubAllGlobals());

const answers = (...statuses: number[]) => {
  const fetched = vi.fn(async () => new Response(null, { status: statuses.shift() ?? 500 }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
};

describe('a call that meets 401', () => {
  it('waits for the sign-in and is sent again as it was', async () => {
    const fetched = answers(401, 200);
    const saving = sessionFetch('/demo/api/v1/records/deals/1', { method: 'PATCH', body: '{"name":"typed"}' });
    await expect.poll(() => sessionState.isLocked()).toBe(true);
    sessionState.unlock();
    expect((await saving).status).toBe(200);
    expect(fetched).toHaveBeenCalledTimes(2);
    expect(fetched).toHaveBeenLastCalledWith('/demo/api/v1/records/deals/1', { method: 'PATCH', body: '{"name":"typed"}' });
    expect(sessionState.isLocked()).toBe(false);
  });

  it('lets all that wait go on together', async () => {
    answers(401, 401, 200, 200);
    const both = Promise.all([sessionFetch('/demo/api/v1/a'), sessionFetch('/demo/api/v1/b')]);
    await expect.poll(() => sessionState.isLocked()).toBe(true);
    sessionState.unlock();
    expect((await both).map((response) => response.status)).toEqual([200, 200]);
  });

  it('is told at once when it is the sign-in itself: the password was wrong', async () => {
    answers(401);
    expect((await sessionFetch('/demo/api/v1/session', { method: 'POST' })).status).toBe(401);
    expect(sessionState.isLocked()).toBe(false);
  });
});
