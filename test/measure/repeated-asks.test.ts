import { describe, expect, it } from 'vitest';
import type { Traits } from '../../src/core/traits.js';
import { createRepeatedAsks } from '../../src/measure/repeated-asks.js';
import { traitsOfText } from '../../src/prompt/traits-of.js';

const question = 'Which of these two contracts is the better one for us?';
const seen = (more: Partial<Traits> = {}): Traits => ({ ...traitsOfText(question), ...more });
const who = (callId: string, more: { tenant?: string; session?: string | null } = {}) => ({
  callId,
  tenant: 'acme',
  session: null,
  ...more,
});
const ended = () => true;
/** What the second of two calls repeats. */
function second(
  one: Partial<Traits>,
  later: Partial<Traits>,
  { first = who('1'), other: asker = who('2'), hasEnded = ended } = {},
): string | null {
  const asks = createRepeatedAsks();
  expect(asks.note(first, seen(one), hasEnded)).toBeNull();
  return asks.note(asker, seen(later), hasEnded);
}

const longer = { turns: 3, promptCharacters: 900 };

describe('an ask that comes again', () => {
  it.each<[string, Partial<Traits>, Partial<Traits>]>([
    ['the same prompt is sent again', {}, {}],
    ['a complaint about its answer follows', {}, { ...longer, step: 'repair' }],
    ['it is said again further down', {}, longer],
  ])('is another try where %s', (_, one, other) => {
    expect(second(one, other)).toBe('1');
  });

  it.each<[string, Partial<Traits>, Partial<Traits>]>([
    ['another ask', {}, { ask: `${question} Why?` }],
    ['the same ask about another text', {}, { promptCharacters: 900 }],
    ['an earlier point of its conversation', longer, {}],
    ['a complaint that is as short as the ask', {}, { step: 'repair' }],
    ['a step of its tool loop', {}, { ...longer, step: 'continuation', toolResults: 1 }],
    ['a step after a tool that failed', {}, { ...longer, step: 'repair', toolResults: 1 }],
    ['a title of its conversation', {}, { ...longer, step: 'housekeeping' }],
    ['a word that is said all the time', { ask: 'yes, go on' }, { ...longer, ask: 'yes, go on' }],
    ['nothing at all', { ask: '' }, { ...longer, ask: '' }],
  ])('is none where it is %s', (_, one, other) => {
    expect(second(one, other)).toBeNull();
  });

  it('is none while the first is not answered, as where several answers are asked for at once', () => {
    expect(second({}, {}, { hasEnded: () => false })).toBeNull();
  });

  it('is none of another tenant or another session', () => {
    expect(second({}, {}, { other: who('2', { tenant: 'other' }) })).toBeNull();
    expect(second({}, {}, { other: who('2', { session: 's' }) })).toBeNull();
    const inSession = { first: who('1', { tenant: '', session: 's' }) };
    expect(second({}, {}, { ...inSession, other: who('2', { tenant: '', session: 's' }) })).toBe('1');
    expect(second({}, {}, { ...inSession, other: who('2', { tenant: '', session: 't' }) })).toBeNull();
  });

  it('may be anybody’s where nobody says whose it is, unless a conversation shows it', () => {
    const nobody = { first: who('1', { tenant: '' }), other: who('2', { tenant: '' }) };
    expect(second({}, {}, nobody)).toBeNull();
    expect(second(longer, longer, nobody)).toBe('1');
    expect(second({}, { ...longer, step: 'repair' }, nobody)).toBe('1');
  });

  it('counts once of what is asked all day, and each time that somebody complains', () => {
    const asks = createRepeatedAsks();
    const repeats = ['1', '2', '3', '4'].map(id => asks.note(who(id), seen(), ended));
    expect(repeats).toEqual([null, '1', null, null]);
    const complaint = (turns: number) => seen({ step: 'repair', turns, promptCharacters: 300 * turns });
    expect(asks.note(who('5'), complaint(3), ended)).toBe('4');
    expect(asks.note(who('6'), complaint(5), ended)).toBe('5');
  });

  it('is forgotten when 10,000 others were asked since', () => {
    const asks = createRepeatedAsks();
    asks.note(who('first'), seen({ ask: 'ask -1' }), ended);
    asks.note(who('second'), seen({ ask: 'ask 0' }), ended);
    for (let at = 1; at < 10_000; at++) asks.note(who(`${at}`), seen({ ask: `ask ${at}` }), ended);
    expect(asks.note(who('x'), seen({ ask: 'ask 0' }), ended)).toBe('second');
    expect(asks.note(who('y'), seen({ ask: 'ask -1' }), ended)).toBeNull();
  });
});
