// Instants in addresses, and those one usually looks back to.

import { clockOf, instantAt } from '../zone.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/;

/** For `validateSearch`: what is no instant is not there. */
export function instantIn(search: Readonly<Record<string, unknown>>): { asof?: string } {
  const { asof } = search;
  return typeof asof === 'string' && INSTANT.test(asof) && !Number.isNaN(Date.parse(asof)) ? { asof } : {};
}

export type Usual = 'hour' | 'yesterday' | 'week' | 'month' | 'quarter' | 'year';

/** In the order they are offered; `month` is where this month began, in the user's time. */
export function usualInstants(now: Date): { key: Usual; at: string }[] {
  const back = (change: (date: Date) => void) => {
    const date = new Date(now);
    change(date);
    return date.toISOString();
  };
  const today = clockOf(now.toISOString());
  const [year, number] = [today.slice(0, 4), Number(today.slice(5, 7))];
  const first = (month: number) => instantAt(`${year}-${String(month).padStart(2, '0')}-01`);
  return [
    { key: 'hour', at: back((date) => date.setHours(date.getHours() - 1)) },
    { key: 'yesterday', at: back((date) => date.setDate(date.getDate() - 1)) },
    { key: 'week', at: back((date) => date.setDate(date.getDate() - 7)) },
    { key: 'month', at: first(number) },
    { key: 'quarter', at: first(number - ((number - 1) % 3)) },
    { key: 'year', at: back((date) => date.setFullYear(date.getFullYear() - 1)) },
  ];
}

/** The API tells milliseconds where the history knows more: one earlier is before the change for sure. */
export function beforeChange(at: string): string {
  return new Date(Date.parse(at) - 1).toISOString();
}

/** For `datetime-local`, in the user's time. */
export function toLocalInput(at: string): string {
  return clockOf(at);
}

export function fromLocalInput(text: string): string | null {
  return Number.isNaN(Date.parse(text)) ? null : instantAt(text);
}
