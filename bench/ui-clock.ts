// Runs inside the measured page: from the event of the input until the frame that shows its result, and what is blank while one scrolls.

export interface Clock {
  /** To be said before the input: what the page looks like once it has been obeyed. */
  begin(condition: string): void;
  /** Milliseconds; null while one waits. */
  took: number | null;
  /** Of the last `begin`: what the page's address, focus or text was. */
  was: Readonly<Record<'search' | 'path', string>>;
  /** Whether the list shows what the server last answered. */
  listed(entity: string): boolean;
  /** Whether a change was sent and answered since `begin`. */
  saved(): boolean;
  /** Whether a search was answered since `begin`. */
  searched(): boolean;
  /** Whether nothing has been asked of the server for a while, and nothing is on its way. */
  quiet(): boolean;
  /** Scrolls the list by so many pixels a second for so long. */
  scroll(perSecond: number, milliseconds: number): Promise<Scrolled>;
  /** Goes to a place of the list as dragging the scrollbar does; milliseconds until all rows in view stand. */
  jump(part: number): Promise<number>;
}

export interface Scrolled {
  /** Milliseconds between frames. */
  readonly frames: readonly number[];
  /** For how long the row that waited longest was in view without its words. */
  readonly blank: number;
}

interface Answer {
  readonly began: number;
  readonly url: string;
  readonly method: string;
  first: string | null | undefined;
}

/** Marks when the frame with the first row of a list was drawn. Given to the page as text, so it knows nothing of this file. */
export function markFirstRow(): void {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => performance.mark('first row');
  const look = () => {
    // Seen before the frame is drawn; the message comes after it.
    if (document.querySelector('[role=grid] a')) channel.port2.postMessage(null);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Given to the page as text too. */
export function installClock(): void {
  const answers: Answer[] = [];
  let began: number | null = null;
  let open = 0;
  const channel = new MessageChannel();
  let lastAsked = 0;
  const since = () => answers.filter((answer) => began !== null && answer.began >= began && answer.first !== undefined);
  const grid = () => document.querySelector<HTMLElement>('[role=grid]');
  const clock: Clock = {
    took: null,
    was: { search: '', path: '' },
    begin(condition) {
      clock.took = null;
      clock.was = { search: location.search, path: location.pathname };
      began = null;
      const fits = new Function('clock', `return ${condition}`) as (clock: Clock) => unknown;
      const start = (event: Event) => {
        began ??= event.timeStamp;
      };
      for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, start, { capture: true, once: true });
      const look = () => {
        let good = false;
        try {
          good = began !== null && !!fits(clock);
        } catch {
          // Something it asks for is not there yet.
        }
        if (!good) return void requestAnimationFrame(look);
        // Seen before the frame is drawn; the message comes after it.
        channel.port1.onmessage = () => {
          clock.took = performance.now() - (began as number);
        };
        channel.port2.postMessage(null);
      };
      requestAnimationFrame(look);
    },
    listed(entity) {
      // Not what is read ahead, which may come before the frame that shows the first rows.
      const isFirst = (url: string) => url.includes(`/records/${entity}?`) && !url.includes('count=exact') && !url.includes('&after=');
      const last = since().findLast(({ url, method }) => method === 'GET' && isFirst(url));
      if (!last || document.querySelector('[role=grid] [role=row][aria-busy=true]')) return false;
      if (last.first === null) return document.querySelectorAll('[role=grid] [role=row]').length <= 1;
      return !!document.querySelector(`[role=grid] [aria-rowindex="2"] a[href$="/${last.first}"]`);
    },
    saved: () => since().some(({ method }) => method === 'PATCH'),
    quiet: () => open === 0 && document.readyState === 'complete' && performance.now() - lastAsked > 150,
    searched: () => since().some(({ url }) => url.includes('/search?')),
    async scroll(perSecond, milliseconds) {
      const frames: number[] = [];
      const waiting = new Map<string, number>();
      let blank = 0;
      const from = performance.now();
      let last = from;
      for (;;) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        // The first frame may have been asked for before the first moment.
        if (now > last) frames.push(now - last);
        const list = grid();
        if (!list) throw new Error('There is no list.');
        for (const [row, since] of [...waiting]) {
          blank = Math.max(blank, now - since);
          if (!busyRows(list).has(row)) waiting.delete(row);
        }
        for (const row of busyRows(list)) if (!waiting.has(row)) waiting.set(row, now);
        if (now - from > milliseconds) return { frames, blank };
        list.scrollTop += (perSecond * (now - Math.max(last, from))) / 1000;
        last = now;
      }
    },
    async jump(part) {
      const list = grid();
      if (!list) throw new Error('There is no list.');
      const from = performance.now();
      list.scrollTop = list.scrollHeight * part;
      for (;;) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if (inView(list).length > 5 && busyRows(list).size === 0) return performance.now() - from;
      }
    },
  };
  /** Rows one can see; the virtual list draws some more on both sides. */
  function inView(list: HTMLElement): Element[] {
    const { top, bottom } = list.getBoundingClientRect();
    return [...list.querySelectorAll('[role=rowgroup] > [role=row]')].filter((row) => {
      const box = row.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    });
  }
  /** Rows in view without words; a view without any row counts as one. */
  function busyRows(list: HTMLElement): Set<string> {
    const rows = inView(list);
    if (rows.length === 0) return new Set(['all']);
    return new Set(rows.filter((row) => row.getAttribute('aria-busy') === 'true').map((row) => String(row.getAttribute('aria-rowindex'))));
  }
  const { fetch } = window;
  window.fetch = async (input, init) => {
    const request = input instanceof Request ? input : null;
    const answer: Answer = {
      began: performance.now(),
      url: request?.url ?? String(input),
      method: init?.method ?? request?.method ?? 'GET',
      first: undefined,
    };
    answers.push(answer);
    const live = answer.url.endsWith('/events');
    if (!live) open++;
    const response = await fetch(input, init).finally(() => {
      lastAsked = performance.now();
      if (!live) open--;
    });
    if (!response.headers.get('content-type')?.includes('json')) return response;
    const { text } = response;
    response.text = async () => {
      const body = await text.call(response);
      // Records are asked for with their id first.
      answer.first = /"records":\[\{"id":"([^"]+)"/.exec(body.slice(0, 200))?.[1] ?? null;
      return body;
    };
    return response;
  };
  Object.assign(window, { clock });
}
