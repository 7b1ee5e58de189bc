import type { ErrorClass, Failure } from '../core/outcome.js';

/** What an error class allows, before what the single error says is added. */
export type Policy = Pick<
  Failure,
  'retry' | 'failover' | 'coolMs' | 'breaker' | 'loadedTarget' | 'mayHaveCost'
>;

const minuteMs = 60_000;

const tryElsewhere: Policy = {
  retry: 'yes',
  failover: 'yes',
  coolMs: null,
  breaker: 'failure',
  loadedTarget: true,
  mayHaveCost: false,
};
const callersFault: Policy = {
  retry: 'no',
  failover: 'no',
  coolMs: null,
  breaker: 'neutral',
  loadedTarget: false,
  mayHaveCost: false,
};
/** The model refused before anything was sent. */
const neverSent: Policy = { ...callersFault, failover: 'yes' };
const misconfigured: Policy = {
  retry: 'no',
  failover: 'yes',
  coolMs: minuteMs,
  breaker: 'open',
  loadedTarget: false,
  mayHaveCost: false,
};

/**
 * What happens after a failure, by its class. Failing over is preferred to waiting; `retry` is for when nobody else
 * can take the call. A rate limit is no failure of the target: it has a cool-down instead.
 */
export const failurePolicies: Readonly<Record<ErrorClass, Policy>> = {
  connection: tryElsewhere,
  tls: { ...tryElsewhere, retry: 'no', coolMs: minuteMs, loadedTarget: false },
  timeout: { ...tryElsewhere, retry: 'once', mayHaveCost: true },
  'server-error': tryElsewhere,
  'rate-limit': { ...tryElsewhere, breaker: 'neutral', loadedTarget: false },
  quota: { ...misconfigured, coolMs: 5 * minuteMs },
  auth: misconfigured,
  'not-found': misconfigured,
  'not-configured': neverSent,
  unsupported: neverSent,
  'context-length': { ...callersFault, failover: 'larger' },
  'too-large': { ...callersFault, failover: 'larger' },
  'content-filter': callersFault,
  'bad-request': callersFault,
  redirect: { ...tryElsewhere, retry: 'no', coolMs: minuteMs, loadedTarget: false },
  'unusable-body': { ...tryElsewhere, mayHaveCost: true },
  'stream-cut': { ...tryElsewhere, mayHaveCost: true },
  deadline: { ...callersFault, mayHaveCost: true },
  aborted: { ...callersFault, mayHaveCost: true },
  unknown: tryElsewhere,
};
