import type { Report } from './measure/report.js';
import { exposition } from './telemetry/prometheus/exposition.js';
import { familiesOf } from './telemetry/prometheus/families.js';

/** The `content-type` of what `prometheus` writes. */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * `routed.report()` in the text exposition format of Prometheus, for a route that it scrapes; of any door. Counters never
 * fall while the process lives. At most 200 targets have series of their own, the rest are `other`; nothing of a tenant,
 * a session, a tag or a prompt is in it.
 * @example
 * export const GET = () =>
 *   new Response(prometheus(routed), { headers: { 'content-type': prometheusContentType } });
 */
export const prometheus = (routed: { report(): Report }): string => exposition(familiesOf(routed.report()));
