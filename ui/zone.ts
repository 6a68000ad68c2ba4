// The user's time zone: of the profile, else of this computer. Every time on every screen is told and typed by its clocks.

import { instantOf, localTimeOf, offsetAt } from '../schema/index.ts';

const computer = Intl.DateTimeFormat().resolvedOptions().timeZone;
let chosen = computer;

export function currentZone(): string {
  return chosen;
}

/** Null: that of this computer. So is one that this browser does not know. */
export function setZone(zone: string | null | undefined): void {
  try {
    chosen = zone ? new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone : computer;
  } catch {
    chosen = computer;
  }
}

/** `2026-03-02T09:00` by the clocks of a zone -> the instant; a day is its midnight. */
export function instantAt(local: string, zone = chosen): string {
  const text = local.length === 10 ? `${local}T00:00` : local;
  if (/(Z|[+-]\d\d:\d\d)$/.test(text)) return new Date(text).toISOString();
  return new Date(instantOf(localTimeOf(Date.parse(`${text.slice(0, 16)}:00Z`)), zone)).toISOString();
}

/** The instant -> `2026-03-02T09:00` by the clocks of a zone. */
export function clockOf(instant: string, zone = chosen): string {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 16);
}
