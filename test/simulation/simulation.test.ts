import { beforeAll, describe, expect, it } from 'vitest';
import type { Curves, Figures, Kind } from './brown-out.js';
import { figuresOf, playBrownOut, story } from './brown-out.js';
import type { LimitCurve } from './capacity-drop.js';
import { drop, playCapacityDrop } from './capacity-drop.js';

const curves = {} as Record<Kind, Curves>;
const figures = {} as Record<Kind, Figures>;

describe('a brown-out', () => {
  beforeAll(async () => {
    for (const kind of ['ours', 'budget alone', 'no retries', 'naive'] as const) {
      curves[kind] = await playBrownOut(kind);
      figures[kind] = figuresOf(curves[kind]);
    }
  }, 180_000);

  it.each(['ours', 'budget alone'] as const)('is not amplified beyond 1.2 x and the reserve (%s)', kind => {
    const reserve = story.callers * story.seconds;
    expect(figures[kind].sends).toBeLessThanOrEqual(1.2 * figures[kind].calls + reserve);
  });

  it('is not amplified more in any ten seconds, of which none had fewer than 900 calls', () => {
    const { worstAmplification } = figures['budget alone'];
    expect(worstAmplification).toBeLessThanOrEqual(1.2 + (story.callers * 10) / 900);
  });

  it('takes retries at all: the budget is spent, not shut', () => {
    expect(figures['budget alone'].amplification).toBeGreaterThan(1.1);
  });

  it('is over for us sooner than twice the time that callers without retries need', () => {
    const { recoverySeconds } = figures['no retries'];
    expect(recoverySeconds).toBeGreaterThan(0);
    expect(figures.ours.recoverySeconds).not.toBeNull();
    expect(figures.ours.recoverySeconds).toBeLessThan(2 * (recoverySeconds as number));
  });

  it('leaves no metastable state behind: what is offered is answered again, and goes on being so', () => {
    const late = (kind: Kind) => {
      const { good, offered } = curves[kind];
      const sum = (values: readonly number[]) => values.slice(-30).reduce((total, value) => total + value, 0);
      return sum(good) / sum(offered);
    };
    expect(late('ours')).toBeGreaterThan(0.99);
    // The same service and the same calls: it is the three immediate retries that keep it down.
    expect(late('no retries')).toBeGreaterThan(0.95);
    expect(late('naive')).toBeLessThan(0.05);
  });

  it('is used for what the service can still do', () => {
    const possible = (story.serversInBrownOut * 1_000) / story.serviceMs / story.callsPerSecond;
    expect(figures.ours.goodBefore).toBeGreaterThan(0.99);
    expect(figures.ours.goodDuring).toBeGreaterThan(0.7 * possible);
  });
});

describe('a capacity that drops and comes back', () => {
  let curve: LimitCurve;
  beforeAll(async () => {
    curve = await playCapacityDrop();
  }, 60_000);

  it.each([0, 1, 2])('the limit converges to about twice the servers, and stays (phase %i)', phase => {
    const ends = drop.secondsEach.slice(0, phase + 1).reduce((sum, seconds) => sum + seconds, 0);
    for (const limit of curve.inFlight.slice(ends - 15, ends)) {
      expect(limit).toBeGreaterThan(drop.servers[phase] as number);
      expect(limit).toBeLessThan(3 * (drop.servers[phase] as number));
    }
  });
});
