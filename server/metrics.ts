// Prometheus figures of this process; routes are patterns and no label names a workspace or a person.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** In the form of Prometheus; labels never hold ids or names of people. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly refused: Counter<'reason'>;
  readonly streams: Gauge;
}

export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'kontor_info', help: 'Version of Kontor', labelNames: ['version'], registers: [registry] }).set({ version }, 1);
  return {
    registry,
    requests: new Histogram({
      name: 'kontor_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    refused: new Counter({
      name: 'kontor_sign_in_refused_total',
      help: 'Sign-ins refused, by reason',
      labelNames: ['reason'],
      registers: [registry],
    }),
    streams: new Gauge({ name: 'kontor_event_streams', help: 'Open streams of live events', registers: [registry] }),
  };
}
