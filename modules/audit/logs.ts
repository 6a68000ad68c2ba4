// The logs that may be cleared, and the least that is kept of each.

export const clearable = [
  { value: 'sign_ins', label: 'Sign-ins' },
  { value: 'record_reads', label: 'Readings' },
  { value: 'faults', label: 'Faults' },
  { value: 'jobs', label: 'Background work' },
] as const;

export type Clearable = (typeof clearable)[number]['value'];

/** Days. Who came in and who read what must be there when somebody asks about last month. */
export const LEAST: Readonly<Record<Clearable, number>> = { sign_ins: 30, record_reads: 30, faults: 7, jobs: 7 };
