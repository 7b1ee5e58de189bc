import { expect, test, vi } from 'vitest';
import type { RoutedEvent } from '../../src/core/events.js';
import { createEmit } from '../../src/core/events.js';
import { ask, harness } from '../layers/routed-harness.js';

const failover = { type: 'failover', from: 'a', to: 'b', errorClass: 'refused' } as const;
const { world } = harness({ a: 'hello' });

test('nobody listening costs nothing: there is no function to call', () => {
  expect(createEmit(world, undefined)).toBeUndefined();
});

test('a listener that throws is told so once, and hears on', () => {
  const heard: RoutedEvent['type'][] = [];
  const emit = createEmit(world, event => {
    heard.push(event.type);
    if (event.type === 'failover') throw new Error('the listener is broken');
  });
  emit?.(failover);
  emit?.(failover);
  expect(heard).toEqual(['failover', 'listener-failed', 'failover']);
});

test('a listener whose promise rejects is told so once, too', async () => {
  const heard: RoutedEvent['type'][] = [];
  const emit = createEmit(world, (async (event: RoutedEvent) => {
    heard.push(event.type);
    throw new Error('the listener is broken');
  }) as never);
  emit?.(failover);
  emit?.(failover);
  await new Promise(resolve => setTimeout(resolve, 0));
  expect(heard).toEqual(['failover', 'failover', 'listener-failed']);
});

test('a listener that throws at that too breaks nothing', () => {
  const listener = vi.fn(() => {
    throw new Error('always');
  });
  const emit = createEmit(world, listener);
  expect(() => emit?.(failover)).not.toThrow();
  expect(listener).toHaveBeenCalledTimes(2);
});

test('a call is answered though its listener throws, or rejects, at each event', async () => {
  const throwing = harness(
    { a: 'hello' },
    {
      onEvent: () => {
        throw new Error('broken');
      },
    },
  );
  await expect(throwing.routed('auto').doGenerate(ask())).resolves.toBeDefined();
  const rejecting = harness(
    { a: 'hello' },
    { onEvent: (async () => Promise.reject(new Error('late'))) as never },
  );
  await expect(rejecting.routed('auto').doGenerate(ask())).resolves.toBeDefined();
});
