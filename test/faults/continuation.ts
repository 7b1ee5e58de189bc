import { streamText } from 'ai';
import { expect } from 'vitest';
import { type Answer, cut, end, events, role, textChunk } from './answers.js';
import { attemptsOf } from './expectations.js';
import type { Fault } from './fault.js';
import { streamOnly } from './fault.js';
import { prompt } from './ground.js';

export const continuationFaults: readonly Fault[] = [
  {
    number: 62,
    name: 'a reset after text, gone on with',
    forms: streamOnly,
    run: async ground => {
      const told: string[] = [];
      const b: Answer = (socket, request) => {
        told.push(request);
        events(role, textChunk('The first half'), textChunk(' and the rest.'), end)(socket, request, 1);
      };
      const a = cut(role, textChunk('The first '), textChunk('half'));
      const { field, ...played } = await ground.call({ a, b }, { continuation: {} });
      expect(played.text).toBe('The first half and the rest.');
      expect(attemptsOf(played)).toEqual(['a failed unusable-body', 'b ok']);
      expect(played.parts.filter(({ type }) => type === 'text-start' || type === 'text-end')).toHaveLength(2);
      expect(played.parts.filter(({ type }) => type === 'error')).toEqual([]);
      expect(told[0]).toContain('"role":"assistant","content":"The first half"');
      // The same through the SDK.
      const streaming = streamText({ model: field.routed('auto'), prompt });
      expect(await streaming.text).toBe('The first half and the rest.');
      expect(await streaming.finishReason).toBe('stop');
    },
  },
];
