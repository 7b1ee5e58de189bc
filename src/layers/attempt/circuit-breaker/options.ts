import { z } from 'zod/v4';

const ratio = z.number().gt(0).max(1);
const ms = z.number().positive();

export const circuitBreakerOptions = z.strictObject({
  windowMs: ms.default(30_000).describe('Length of the sliding window.'),
  minimumAttempts: z.int().positive().default(10).describe('Attempts in the window before a ratio counts.'),
  failureRatio: ratio.default(0.5).describe('Share of failed attempts that opens the circuit.'),
  consecutiveFailures: z.int().positive().default(5).describe('Failures in a row that open the circuit.'),
  slowRatio: ratio.default(0.8).describe('Share of slow attempts that opens the circuit.'),
  slowFirstContentMs: ms
    .default(10_000)
    .describe('A stream whose first content comes later than this is slow.'),
  openMs: ms
    .default(5_000)
    .describe('How long the circuit stays open the first time; doubles each time in a row.'),
  maxOpenMs: ms.default(300_000).describe('The longest the circuit stays open.'),
  probeLeaseMs: ms
    .default(300_000)
    .describe('After this a probe that has not settled makes room for another.'),
});
export type CircuitBreakerOptions = z.output<typeof circuitBreakerOptions>;
