import { describe, expect, it, vi } from 'vitest';
import { fromB, hang, open, role } from '../../../faults/answers.js';
import type { Fault } from '../../../faults/fault.js';
import { both } from '../../../faults/fault.js';
import { underPassRule } from '../../../faults/pass-rule.js';

/** Of the hurried clock: 50 real milliseconds. */
const hedge = { maxRatio: 1, delayMs: 1_000 };

const stalls: readonly Pick<Fault, 'name' | 'run'>[] = [
  {
    name: 'a target that never answers',
    run: async ground => {
      const { text, report, field } = await ground.call({ a: hang, b: fromB }, { hedge });
      expect(text).toBe('from b');
      expect([field.sent('a'), field.sent('b')]).toEqual([1, 1]);
      expect(report.attempts).toMatchObject([
        { target: 'a', outcome: 'cancelled' },
        { target: 'b', outcome: 'ok' },
      ]);
      // At once: its own limits are a minute of this clock away.
      await vi.waitFor(() => expect(field.servers.a?.open).toBe(0), { timeout: 100, interval: 1 });
    },
  },
  {
    name: 'a target that begins and stalls before its first content',
    run: async ground => {
      const { text, field } = await ground.call({ a: open(role), b: fromB }, { hedge });
      expect(text).toBe('from b');
      expect(field.eventsOf('hedge-start')).toHaveLength(1);
      await vi.waitFor(() => expect(field.servers.a?.open).toBe(0), { timeout: 100, interval: 1 });
    },
  },
];

describe.each(both)('over real sockets, a hedged %s', form => {
  it.each(stalls)('beside $name is answered by the other, whose rival’s socket is closed at once', fault =>
    underPassRule({ number: '', forms: both, ...fault } as unknown as Fault, form),
  );
});
