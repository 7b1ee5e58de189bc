import * as ai7 from 'ai';
import * as ai4 from 'ai4';
import * as ai5 from 'ai5';
import * as ai6 from 'ai6';
import * as door4 from '../../src/index.js';
import * as door1 from '../../src/v1.js';
import * as door2 from '../../src/v2.js';
import * as door3 from '../../src/v3.js';

/**
 * One major of the AI SDK and the door that belongs to it, with what has other names in each. Loose on purpose: the
 * scenarios run against four sets of types; `types.test.ts` holds each door to its own.
 */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Loose = any;

export interface Major {
  readonly version: 4 | 5 | 6 | 7;
  readonly sdk: Loose;
  readonly createRouted: Loose;
  readonly door: Loose;
  /** The parameters of a tool, whatever their name. */
  readonly tool: (definition: { description: string; input: unknown; execute?: unknown }) => Loose;
  /** At most so many steps. */
  readonly steps: (count: number) => object;
  readonly maxOutputTokens: (count: number) => object;
  readonly inputOf: (toolCall: Loose) => unknown;
  readonly tokensOf: (usage: Loose) => { input: number; output: number };
  readonly reasoningOf: (result: Loose) => Promise<string | undefined>;
  readonly textDeltaOf: (part: Loose) => string;
  /** The types of stream parts that bring a tool's input bit by bit. */
  readonly inputDelta: string;
  readonly toolCallStreaming: object;
  readonly mediaType: (mediaType: string) => object;
  readonly mediaTypeOf: (file: Loose) => string;
  readonly middleware: object;
  readonly structured: (
    sdk: Loose,
    schema: unknown,
  ) => { options: object; objectOf: (result: Loose) => Promise<unknown> };
}

const late: Omit<Major, 'version' | 'sdk' | 'createRouted' | 'door'> = {
  tool: ({ input, ...definition }) => ({ ...definition, inputSchema: input }),
  steps: count => ({ stopWhen: ai5.stepCountIs(count) }),
  maxOutputTokens: count => ({ maxOutputTokens: count }),
  inputOf: call => call.input,
  tokensOf: usage => ({ input: usage.inputTokens, output: usage.outputTokens }),
  reasoningOf: async result => result.reasoningText,
  textDeltaOf: part => part.text,
  inputDelta: 'tool-input-delta',
  toolCallStreaming: {},
  mediaType: mediaType => ({ mediaType }),
  mediaTypeOf: file => file.mediaType,
  middleware: {},
  structured: (sdk, schema) => ({
    options: { output: sdk.Output.object({ schema }) },
    objectOf: async result => result.output,
  }),
};

export const majors: readonly Major[] = [
  {
    version: 4,
    sdk: ai4,
    door: door1,
    createRouted: door1.createRouted,
    tool: ({ input, ...definition }) => ({ ...definition, parameters: input }),
    steps: count => ({ maxSteps: count }),
    maxOutputTokens: count => ({ maxTokens: count }),
    inputOf: call => call.args,
    tokensOf: usage => ({ input: usage.promptTokens, output: usage.completionTokens }),
    reasoningOf: async result => result.reasoning,
    textDeltaOf: part => part.textDelta,
    inputDelta: 'tool-call-delta',
    toolCallStreaming: { toolCallStreaming: true },
    mediaType: mimeType => ({ mimeType }),
    mediaTypeOf: file => file.mimeType,
    middleware: {},
    structured: (sdk, schema) => ({
      options: { experimental_output: sdk.Output.object({ schema }) },
      objectOf: async result => result.experimental_output,
    }),
  },
  {
    ...late,
    version: 5,
    sdk: ai5,
    door: door2,
    createRouted: door2.createRouted,
    structured: (sdk, schema) => ({
      options: { experimental_output: sdk.Output.object({ schema }) },
      objectOf: async result => result.experimental_output,
    }),
  },
  {
    ...late,
    version: 6,
    sdk: ai6,
    door: door3,
    createRouted: door3.createRouted,
    middleware: { specificationVersion: 'v3' },
  },
  {
    ...late,
    version: 7,
    sdk: ai7,
    door: door4,
    createRouted: door4.createRouted,
    middleware: { specificationVersion: 'v4' },
  },
];
