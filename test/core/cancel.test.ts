import { describe, expect, test } from 'vitest';
import { createCancel } from '../../src/core/cancel.js';

describe('a cancel', () => {
  test('tells its listeners once, with the first reason', () => {
    const cancel = createCancel();
    const heard: unknown[] = [];
    cancel.onCancel(reason => heard.push(reason));
    cancel.cancel('first');
    cancel.cancel('second');
    expect(heard).toEqual(['first']);
    expect(cancel.reason).toBe('first');
  });

  test('tells a late listener at once', () => {
    const cancel = createCancel();
    cancel.cancel('gone');
    const heard: unknown[] = [];
    cancel.onCancel(reason => heard.push(reason));
    expect(heard).toEqual(['gone']);
  });

  test('does not tell a listener that was called off, also while telling the others', () => {
    const cancel = createCancel();
    const heard: string[] = [];
    const first = () => heard.push('a');
    const last = () => heard.push('c');
    cancel.onCancel(first);
    cancel.onCancel(() => heard.push('b'));
    cancel.onCancel(last);
    cancel.offCancel(first);
    cancel.offCancel(last);
    cancel.offCancel(() => {});
    cancel.cancel('gone');
    expect(heard).toEqual(['b']);
  });

  test('follows an abort signal, and lets go of it on release', () => {
    const controller = new AbortController();
    const kept = createCancel(controller.signal);
    const released = createCancel(controller.signal);
    released.release();
    controller.abort('caller left');
    expect(kept.reason).toBe('caller left');
    expect(released.isCancelled).toBe(false);
  });

  test('starts cancelled under a parent that already is', () => {
    expect(createCancel(AbortSignal.abort('early')).reason).toBe('early');
    const parent = createCancel();
    parent.cancel('early too');
    expect(createCancel(parent).reason).toBe('early too');
  });

  test('gives an abort signal that is aborted with the reason before any listener runs', () => {
    const cancel = createCancel();
    const signal = cancel.signal();
    let wasAborted = false;
    cancel.onCancel(() => {
      wasAborted = signal.aborted;
    });
    cancel.cancel('stop');
    expect(wasAborted).toBe(true);
    expect(signal.reason).toBe('stop');
    expect(cancel.signal()).toBe(signal);
  });
});
