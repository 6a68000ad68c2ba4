// Instants in addresses, and those one usually looks back to.

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/;

/** For `validateSearch`: what is no instant is not there. */
export function instantIn(search: Readonly<Record<string, unknown>>): { asof?: string } {
  const { asof } = search;
  return typeof asof === 'string' && INSTANT.test(asof) && !Number.isNaN(Date.parse(asof)) ? { asof } : {};
}

export type Usual = 'hour' | 'yesterday' | 'week' | 'month' | 'quarter' | 'year';

/** In the order they are offered; `month` is where this month began, in the time of this computer. */
export function usualInstants(now: Date): { key: Usual; at: string }[] {
  const back = (change: (date: Date) => void) => {
    const date = new Date(now);
    change(date);
    return date.toISOString();
  };
  const month = new Date(now.getFullYear(), now.getMonth(), 1);
  const quarter = new Date(now.getFullYear(), now.getMonth() - (now.getMonth() % 3), 1);
  return [
    { key: 'hour', at: back((date) => date.setHours(date.getHours() - 1)) },
    { key: 'yesterday', at: back((date) => date.setDate(date.getDate() - 1)) },
    { key: 'week', at: back((date) => date.setDate(date.getDate() - 7)) },
    { key: 'month', at: month.toISOString() },
    { key: 'quarter', at: quarter.toISOString() },
    { key: 'year', at: back((date) => date.setFullYear(date.getFullYear() - 1)) },
  ];
}

/** The API tells milliseconds where the history knows more: one earlier is before the change for sure. */
export function beforeChange(at: string): string {
  return new Date(Date.parse(at) - 1).toISOString();
}

/** For `datetime-local`, in the time of this computer. */
export function toLocalInput(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function fromLocalInput(text: string): string | null {
  const time = new Date(text).getTime();
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
