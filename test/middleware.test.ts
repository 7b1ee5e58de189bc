import { generateText, streamText, wrapLanguageModel } from 'ai';
import { describe, expect, it } from 'vitest';
import type { RoutedEvent } from '../src/index.js';
import { CircuitOpenError, QueueFullError } from '../src/index.js';
import { admission, circuitBreaker, costAccounting, retry, timeout } from '../src/middleware.js';
import { fakeWorld, type Script, scriptedModel } from '../src/testing/index.js';
import { httpError, outcomeOf } from './layers/routed-harness.js';

function setup(script: Script | readonly Script[] | ((call: number) => Script)) {
  const world = fakeWorld();
  const model = scriptedModel({ script, world });
  const events: RoutedEvent[] = [];
  return {
    world,
    model,
    settings: { world, onEvent: (event: RoutedEvent) => void events.push(event) },
    events,
  };
}

describe('retry alone', () => {
  it('tries the wrapped model again, for generate and for stream', async () => {
    const { world, model, settings } = setup([
      { error: httpError(500) },
      'hello',
      { error: httpError(500) },
      'hello',
    ]);
    const wrapped = wrapLanguageModel({ model, middleware: retry({}, settings) });
    const whole = outcomeOf(generateText({ model: wrapped, prompt: 'Hi', maxRetries: 0 }));
    await world.advance(1_000);
    expect(whole.value?.text).toBe('hello');
    const stream = streamText({ model: wrapped, prompt: 'Hi', maxRetries: 0 });
    const text = outcomeOf(stream.text);
    await world.advance(1_000);
    expect(text.value).toBe('hello');
    expect(model.calls).toHaveLength(4);
  });

  it('is not multiplied by the SDK’s own', async () => {
    const { world, model, settings } = setup({ error: httpError(500) });
    const wrapped = wrapLanguageModel({ model, middleware: retry({ maxAttempts: 2 }, settings) });
    const failing = outcomeOf(generateText({ model: wrapped, prompt: 'Hi', maxRetries: 2 }));
    await world.advance(10_000);
    expect(failing.error).toMatchObject({ name: 'AllTargetsFailedError', isRetryable: false });
    expect(model.calls).toHaveLength(2);
  });
});

describe('the circuit breaker alone', () => {
  it('does not retry by itself, leaves that to the SDK, and opens', async () => {
    const { model, settings, events } = setup({ error: httpError(500) });
    const wrapped = wrapLanguageModel({
      model,
      middleware: circuitBreaker({ consecutiveFailures: 2 }, settings),
    });
    const call = () => generateText({ model: wrapped, prompt: 'Hi', maxRetries: 0 });
    await expect(call()).rejects.toMatchObject({ statusCode: 500, isRetryable: true });
    await expect(call()).rejects.toMatchObject({ statusCode: 500 });
    await expect(call()).rejects.toSatisfy(CircuitOpenError.isInstance);
    expect(model.calls).toHaveLength(2);
    expect(events.map(({ type }) => type)).toContain('circuit-open');
  });

  it('shares its state through a name where the model is wrapped anew for each request', async () => {
    const { model, settings } = setup({ error: httpError(500) });
    const name = `middleware-${Math.random()}`;
    const call = () => {
      const middleware = circuitBreaker({ consecutiveFailures: 2 }, { ...settings, name });
      return generateText({ model: wrapLanguageModel({ model, middleware }), prompt: 'Hi', maxRetries: 0 });
    };
    for (let index = 0; index < 2; index++) await expect(call()).rejects.toMatchObject({ statusCode: 500 });
    await expect(call()).rejects.toSatisfy(CircuitOpenError.isInstance);
  });
});

describe('admission alone', () => {
  it('holds calls to a number at a time, and refuses when the line is full', async () => {
    const { world, model, settings } = setup({ text: 'hello', afterMs: 100 });
    const middleware = admission({ limits: { maxConcurrent: 1 }, maxWaiting: 1 }, settings);
    const wrapped = wrapLanguageModel({ model, middleware });
    const outcomes = [1, 2, 3].map(() =>
      outcomeOf(generateText({ model: wrapped, prompt: 'Hi', maxRetries: 0 })),
    );
    await world.settle();
    expect(model.calls).toHaveLength(1);
    expect(outcomes[2]?.error).toSatisfy(QueueFullError.isInstance);
    await world.advance(200);
    expect(outcomes.slice(0, 2).every(({ value }) => value?.text === 'hello')).toBe(true);
  });
});

describe('timeout alone', () => {
  it('ends a call that takes too long, and aborts the model', async () => {
    const { world, model, settings } = setup('hang');
    const wrapped = wrapLanguageModel({ model, middleware: timeout({ attemptMs: 500 }, settings) });
    const outcome = outcomeOf(generateText({ model: wrapped, prompt: 'Hi', maxRetries: 0 }));
    await world.advance(499);
    expect(outcome.isDone).toBe(false);
    await world.advance(2);
    expect(outcome.error).toBeDefined();
    expect(model.aborted).toBe(1);
  });
});

describe('cost accounting alone', () => {
  it('says what a call cost', async () => {
    const { model, settings } = setup({ text: 'hello', usage: { inputTokens: 100, outputTokens: 10 } });
    const middleware = costAccounting({ price: { inputUsdPerMTok: 1, outputUsdPerMTok: 10 } }, settings);
    const wrapped = wrapLanguageModel({ model, middleware });
    const { providerMetadata } = await generateText({ model: wrapped, prompt: 'Hi' });
    expect(providerMetadata?.routed).toMatchObject({ costNanoUsd: 200_000, costUsd: 0.0002 });
  });
});

describe('together', () => {
  it('they nest', async () => {
    const { world, model, settings } = setup([{ error: httpError(500) }, 'hello']);
    const wrapped = wrapLanguageModel({
      model,
      middleware: [retry({}, settings), circuitBreaker({}, settings), timeout({}, settings)],
    });
    const outcome = outcomeOf(generateText({ model: wrapped, prompt: 'Hi', maxRetries: 0 }));
    await world.advance(1_000);
    expect(outcome.value?.text).toBe('hello');
  });

  it.each([
    ['retry', () => retry({ maxAttempts: 0 })],
    ['circuitBreaker', () => circuitBreaker({ failureRatio: 2 })],
    ['admission', () => admission({ limits: { maxConcurrent: -1 } })],
    ['timeout', () => timeout({ idleMS: 5 } as never)],
    ['costAccounting', () => costAccounting({ price: { inputUsdPerMTok: -1, outputUsdPerMTok: 1 } })],
  ])('%s refuses a wrong option when it is made', (_, make) => {
    expect(make).toThrow(/Invalid option/);
  });
});
