import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelMessage } from '../../../src/core/model.js';
import { familyOfModel, familyOfPreset } from '../../../src/prompt/hygiene/family-of.js';
import { fitPrompt } from '../../../src/prompt/hygiene/fit-prompt.js';
import { loopOf } from '../../../src/prompt/loop/loop-of.js';
import { pinOf, withoutPins, withPin } from '../../../src/prompt/loop/pin.js';
import { calls, failure, result, user } from '../step/prompts.js';

const routed = (value: unknown) => ({ providerOptions: { routed: value } }) as never;
const inTier = (tier: string) => routed({ target: 'a', tier });

describe('the pin of a tool call', () => {
  it('comes back as it left, beside what the provider said', () => {
    const pin = { target: 'a', tier: 'medium' } as const;
    const google = { thoughtSignature: 'x' };
    const left = withPin({ type: 'tool-call', providerMetadata: { google } }, pin);
    expect(left.providerMetadata).toEqual({ google, routed: pin });
    expect(pinOf({ providerOptions: JSON.parse(JSON.stringify(left.providerMetadata)) })).toEqual(pin);
  });

  it('is not put on a call that the provider ran itself', () => {
    const part = { type: 'tool-call', providerExecuted: true } as const;
    expect(withPin(part, { target: 'a', tier: 'simple' })).toBe(part);
  });

  it.each([
    undefined,
    null,
    'a',
    7,
    [],
    { target: 'a' },
    { tier: 'simple' },
    { target: 1, tier: 'simple' },
    { target: 'a', tier: 'constructor' },
    { target: 'a', tier: ['simple'] },
    Object.create({ target: 'a', tier: 'simple' }),
  ])('is none of %j', value => {
    expect(pinOf(routed(value))).toBeNull();
  });

  it('of any JSON is read without a throw, and taken off again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (inside, whole) => {
        for (const options of [whole, { routed: inside }]) {
          const prompt = [calls('1', {}, { providerOptions: options as never })];
          loopOf(prompt, -1);
          expect(JSON.stringify(withoutPins(prompt))).not.toContain('"routed":');
        }
      }),
    );
  });
});

describe('what a target gets to see', () => {
  const pinned = routed({ target: 'a', tier: 'simple' }) as { providerOptions: never };
  const prompt: ModelMessage[] = [
    { ...user('Go'), ...pinned },
    calls('abcdefgh1', {}, pinned),
    { ...result('abcdefgh1'), ...pinned },
  ];

  it.each([
    ['an unknown family', null],
    ['openai', familyOfModel('openai.responses', 'gpt-5')],
    ['anthropic', familyOfModel('anthropic.messages', 'claude')],
    ['a gateway', familyOfPreset('holysheep', 'gpt-4.1')],
    ['another vendor', familyOfPreset('holysheep', 'qwen-max')],
  ])('holds no pin, at %s', (_, family) => {
    const { prompt: fitted, notes } = fitPrompt(prompt, family);
    expect(JSON.stringify(fitted)).not.toContain('routed');
    expect(JSON.stringify(fitted)).toContain('abcdefgh1');
    expect(notes).toEqual([]);
  });

  it('keeps what else is there', () => {
    const both = { routed: { target: 'a', tier: 'simple' }, mine: { x: 1 } };
    const [bare] = withoutPins([calls('1', {}, { providerOptions: both })]);
    expect(bare).toEqual(calls('1', {}, { providerOptions: { mine: { x: 1 } } }));
  });

  it('is the same object where nothing is ours', () => {
    const plain = [user('Go'), calls('1'), result('1')];
    expect(withoutPins(plain)).toBe(plain);
  });
});

const same = { path: 'a.ts' };
const other = (number: number) => ({ path: `${number}.ts` });
/** One call after the other, each with its result. */
const made = (...inputs: Array<unknown | ModelMessage[]>): ModelMessage[] => [
  user('Go'),
  ...inputs.flatMap((input, at) =>
    Array.isArray(input) ? input : [calls(String(at), input), result(String(at))],
  ),
];
const failed = (id: string, input: unknown) => [calls(id, input), result(id, failure)];

describe('a stall', () => {
  it.each<[string, ModelMessage[], number | null]>([
    ['no calls', [user('Go')], null],
    ['three of the same', made(same, same, same), 3],
    ['two of the same', made(same, same, other(1), other(2)), null],
    ['three of the same within six', made(same, other(1), same, other(2), other(3), same), 3],
    [
      'the third of the same is out of sight',
      made(same, other(1), other(2), same, other(3), other(4), same),
      null,
    ],
    ['three that failed', made(failed('x', other(1)), failed('y', other(2)), failed('z', other(3))), 3],
    ['two of the same and a failure', made(same, same, failed('x', other(1))), 3],
    ['a call that failed and was repeated, once', made(failed('x', same), same), null],
    ['the same tool, with six inputs', made(...[1, 2, 3, 4, 5, 6].map(other)), null],
    [
      'ids that are counted anew',
      made(
        failed('0', other(1)),
        [calls('0', other(2)), result('0')],
        [calls('0', other(3)), result('0')],
        [calls('0', other(4)), result('0')],
      ),
      null,
    ],
    [
      'the loop before the ask',
      [...made(same, same, same), user('And now?'), calls('9', same), result('9')],
      null,
    ],
  ])('%s', (_, prompt, badCalls) => {
    const askAt = prompt.findLastIndex(({ role }) => role === 'user');
    expect(loopOf(prompt, askAt)?.stalled?.badCalls ?? null).toBe(badCalls);
  });

  it('is counted anew in the tier that it led to', () => {
    const of = (tier: string, count: number) =>
      Array.from({ length: count }, (_, at) => [
        calls(`${tier}${at}`, same, inTier(tier)),
        result(`${tier}${at}`),
      ]).flat();
    const behind = (...messages: ModelMessage[]) => loopOf([user('Go'), ...messages], 0);
    expect(behind(...of('simple', 3))).toEqual({
      pin: { target: 'a', tier: 'simple' },
      stalled: { badCalls: 3, calls: 3 },
    });
    expect(behind(...of('simple', 3), ...of('medium', 2))).toEqual({
      pin: { target: 'a', tier: 'medium' },
      stalled: null,
    });
    expect(behind(...of('simple', 3), ...of('medium', 3))?.stalled).toEqual({ badCalls: 3, calls: 3 });
  });
});
