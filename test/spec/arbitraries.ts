import fc from 'fast-check';
import type { LanguageModelV1CallOptions } from 'provider-v1';
import type { LanguageModelV2CallOptions } from 'provider-v2';
import type { LanguageModelV3CallOptions } from 'provider-v3';
import type { V1Result } from '../../src/spec/v1-v2/types.js';
import type { V2Result } from '../../src/spec/v2-v3/types.js';

/** Calls and results of each version, of everything that a later version can say too. */

const word = fc.string({ minLength: 1, maxLength: 8 });
const text = fc.string({ maxLength: 30 });
const json = fc.jsonValue({ maxDepth: 2 });
const jsonObject = fc.dictionary(word, json, { maxKeys: 3, noNullPrototype: true });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 8 });
const base64 = bytes.map(value => Buffer.from(value).toString('base64'));
const url = fc.webUrl().map(value => new URL(value));
const image = fc.constantFrom('image/png', 'image/jpeg');
const document = fc.constantFrom('application/pdf', 'audio/wav');
const settings = {
  temperature: fc.double({ min: 0, max: 2, noNaN: true }),
  topP: fc.double({ min: 0, max: 1, noNaN: true }),
  topK: fc.nat(),
  seed: fc.nat(),
  presencePenalty: fc.double({ min: -2, max: 2, noNaN: true }),
  frequencyPenalty: fc.double({ min: -2, max: 2, noNaN: true }),
  stopSequences: fc.array(word, { maxLength: 2 }),
  headers: fc.dictionary(word, word, { maxKeys: 2, noNullPrototype: true }),
};

/** A record of which each key of `optional` may be missing. */
function record<Needed extends object, Optional extends object>(
  needed: { [Key in keyof Needed]: fc.Arbitrary<Needed[Key]> },
  optional: { [Key in keyof Optional]: fc.Arbitrary<Optional[Key]> },
): fc.Arbitrary<Needed & Partial<Optional>> {
  return fc.record({ ...needed, ...optional } as never, {
    requiredKeys: Object.keys(needed) as never,
    noNullPrototype: true,
  }) as never;
}

const vendorOptions = fc.dictionary(fc.constantFrom('google', 'mine'), jsonObject, {
  minKeys: 1,
  maxKeys: 2,
  noNullPrototype: true,
});
const options = { providerOptions: vendorOptions };
const metadata = { providerMetadata: vendorOptions };
const is = <Value extends string>(value: Value) => fc.constant(value);
const list = <Value>(of: fc.Arbitrary<Value>) => fc.array(of, { minLength: 1, maxLength: 3 });
const named = { toolCallId: word, toolName: word };
const toolChoice = fc.oneof(
  fc.constantFrom({ type: 'auto' }, { type: 'none' }, { type: 'required' }),
  record({ type: is('tool'), toolName: word }, {}),
);
const format = record({ type: is('json') }, { schema: jsonObject, name: word, description: text });

const v1Part = {
  text: record({ type: is('text'), text }, metadata),
  image: record({ type: is('image'), image: fc.oneof(bytes, url) }, { mimeType: image, ...metadata }),
  file: record(
    { type: is('file'), data: fc.oneof(base64, url), mimeType: document },
    { filename: word, ...metadata },
  ),
  reasoning: fc.oneof(
    record({ type: is('reasoning'), text: word }, { signature: word }),
    record({ type: is('reasoning'), text: word }, metadata),
    record({ type: is('redacted-reasoning'), data: word }, {}),
  ),
  call: record({ type: is('tool-call'), ...named, args: json }, metadata),
};
const v1Content = list(
  fc.oneof(
    record({ type: is('text'), text }, {}),
    record({ type: is('image'), data: base64, mimeType: image }, {}),
  ),
);
const v1ToolResult = fc.oneof(
  record({ type: is('tool-result'), ...named, result: json }, { isError: fc.constant(true), ...metadata }),
  fc
    .record({ ...named, content: v1Content })
    .map(of => ({ type: 'tool-result', ...of, result: of.content, content: of.content })),
);
const v1Message = fc.oneof(
  record({ role: is('system'), content: text }, metadata),
  record({ role: is('user'), content: list(fc.oneof(v1Part.text, v1Part.image, v1Part.file)) }, metadata),
  record(
    {
      role: is('assistant'),
      content: list(fc.oneof(v1Part.text, v1Part.reasoning, v1Part.file, v1Part.call)),
    },
    metadata,
  ),
  record({ role: is('tool'), content: list(v1ToolResult) }, metadata),
);
const ownTool = fc.record({
  type: is('provider-defined'),
  id: is('vendor.search'),
  name: word,
  args: jsonObject,
});
const v1Mode = fc.oneof(
  record(
    { type: is('regular') },
    {
      tools: list(
        fc.oneof(
          record({ type: is('function'), name: word, parameters: jsonObject }, { description: text }),
          ownTool,
        ),
      ),
      toolChoice,
    },
  ),
  record({ type: is('object-json') }, { schema: jsonObject, name: word, description: text }),
);

export const v1Options = record(
  { prompt: list(v1Message), mode: v1Mode, inputFormat: is('messages') },
  { ...settings, maxTokens: fc.nat(), ...metadata },
).map(call => ({
  ...call,
  inputFormat: isPlain(call.prompt) ? 'prompt' : 'messages',
})) as never as fc.Arbitrary<LanguageModelV1CallOptions>;

const isPlain = ([first, ...rest]: readonly { role: string; content: unknown }[]) =>
  rest.length === 0 &&
  first?.role === 'user' &&
  (first.content as { type: string }[]).length === 1 &&
  (first.content as { type: string }[])[0]?.type === 'text';

const part = {
  text: record({ type: is('text'), text }, options),
  file: record(
    { type: is('file'), mediaType: fc.oneof(image, document), data: fc.oneof(bytes, base64, url) },
    { filename: word, ...options },
  ),
  reasoning: record({ type: is('reasoning'), text }, options),
  call: record(
    { type: is('tool-call'), ...named, input: json },
    { providerExecuted: fc.boolean(), ...options },
  ),
};
const plainOutput = fc.oneof(
  record({ type: fc.constantFrom('text', 'error-text'), value: text }, {}),
  record({ type: fc.constantFrom('json', 'error-json'), value: json }, {}),
);
const withOutput = (output: fc.Arbitrary<object>) =>
  record({ type: is('tool-result'), ...named, output }, options);
const v2ToolResult = withOutput(
  fc.oneof(
    plainOutput,
    fc.record({
      type: is('content'),
      value: list(
        fc.oneof(
          record({ type: is('text'), text }, {}),
          record({ type: is('media'), data: base64, mediaType: fc.oneof(image, document) }, {}),
        ),
      ),
    }),
  ),
);
const v3ToolResult = withOutput(
  fc.oneof(
    plainOutput,
    record({ type: is('execution-denied') }, { reason: text }),
    fc.record({
      type: is('content'),
      value: list(
        fc.oneof(
          record({ type: is('text'), text }, options),
          record(
            { type: is('file-data'), data: base64, mediaType: document },
            { filename: word, ...options },
          ),
          record({ type: is('image-data'), data: base64, mediaType: image }, options),
          record({ type: is('image-url'), url: url.map(String) }, options),
          record({ type: is('file-url'), url: url.map(String), mediaType: document }, options),
          record({ type: is('file-id'), fileId: fc.constant({ openai: 'file-1' }) }, options),
          record({ type: is('image-file-id'), fileId: fc.constant({ openai: 'file-1' }) }, options),
          record({ type: is('custom') }, options),
        ),
      ),
    }),
  ),
);
const messages = (toolResult: fc.Arbitrary<object>, toolPart: fc.Arbitrary<object>) =>
  list(
    fc.oneof(
      record({ role: is('system'), content: text }, options),
      record({ role: is('user'), content: list(fc.oneof(part.text, part.file)) }, options),
      record(
        {
          role: is('assistant'),
          content: list(
            fc.oneof<fc.Arbitrary<object>[]>(part.text, part.file, part.reasoning, part.call, toolResult),
          ),
        },
        options,
      ),
      record({ role: is('tool'), content: list(toolPart) }, options),
    ),
  );
const functionTool = { type: is('function'), name: word, inputSchema: jsonObject };
const late = {
  ...settings,
  maxOutputTokens: fc.nat(),
  responseFormat: fc.oneof(fc.constant({ type: 'text' }), format),
  toolChoice,
  includeRawChunks: fc.boolean(),
  ...options,
};

export const v2Options = record(
  { prompt: messages(v2ToolResult, v2ToolResult) },
  {
    ...late,
    tools: list(
      fc.oneof<fc.Arbitrary<object>[]>(record(functionTool, { description: text, ...options }), ownTool),
    ),
  },
) as never as fc.Arbitrary<LanguageModelV2CallOptions>;

const approval = record(
  { type: is('tool-approval-response'), approvalId: word, approved: fc.boolean() },
  { reason: text },
);
export const v3Options = record(
  { prompt: messages(v3ToolResult, fc.oneof<fc.Arbitrary<object>[]>(v3ToolResult, approval)) },
  {
    ...late,
    tools: list(
      fc.oneof<fc.Arbitrary<object>[]>(
        record(functionTool, { description: text, strict: fc.boolean(), ...options }),
        fc.record({ type: is('provider'), id: is('vendor.search'), name: word, args: jsonObject }),
      ),
    ),
  },
) as never as fc.Arbitrary<LanguageModelV3CallOptions>;

const tokens = fc.nat({ max: 1e6 });
const reply = {
  response: record({}, { id: word, modelId: word, headers: settings.headers, body: json }),
  request: record({ body: text }, {}),
};
const source = record(
  { type: is('source'), sourceType: is('url'), id: word, url: url.map(String) },
  { title: text, ...metadata },
);
// `other` without the provider's own word is what V3 has for `unknown`.
const finishReason = fc.constantFrom('stop', 'length', 'content-filter', 'tool-calls', 'error', 'unknown');

export const v2Result = record(
  {
    content: fc.array(
      fc.oneof<fc.Arbitrary<object>[]>(
        record({ type: is('text'), text }, metadata),
        record({ type: is('reasoning'), text }, metadata),
        record({ type: is('file'), mediaType: image, data: fc.oneof(bytes, base64) }, {}),
        source,
        record(
          { type: is('source'), sourceType: is('document'), id: word, mediaType: document, title: text },
          metadata,
        ),
        record({ type: is('tool-call'), ...named, input: text }, metadata),
      ),
      { maxLength: 4 },
    ),
    finishReason,
    usage: fc
      .record({
        inputTokens: tokens,
        outputTokens: tokens,
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ inputTokens, outputTokens, share }) => ({
        inputTokens,
        outputTokens,
        totalTokens: inputTokens + outputTokens,
        reasoningTokens: Math.floor(outputTokens * share),
        cachedInputTokens: Math.floor(inputTokens * share),
      })),
    warnings: fc.array(
      fc.oneof(
        record(
          { type: is('unsupported-setting'), setting: fc.constantFrom('topK', 'seed') },
          { details: text },
        ),
        record({ type: is('other'), message: text }, {}),
      ),
      { maxLength: 2 },
    ),
  },
  { ...metadata, ...reply },
) as never as fc.Arbitrary<V2Result>;

export const v1Result = record(
  {
    finishReason,
    usage: fc.record({
      promptTokens: fc.oneof(tokens, fc.constant(Number.NaN)),
      completionTokens: fc.oneof(tokens, fc.constant(Number.NaN)),
    }),
    rawCall: fc.constant({ rawPrompt: [], rawSettings: {} }),
    warnings: fc.array(record({ type: is('other'), message: text }, {}), { maxLength: 2 }),
  },
  {
    text: word,
    files: list(record({ data: fc.oneof(bytes, base64), mimeType: image }, {})),
    sources: list(
      record({ sourceType: is('url'), id: word, url: url.map(String) }, { title: text, ...metadata }),
    ),
    toolCalls: list(record({ toolCallType: is('function'), ...named, args: text }, {})),
    reasoning: list(record({ type: is('text'), text: word }, {})),
    providerMetadata: fc.constant({ mine: { fingerprint: 'abc' } }),
    request: record({ body: text }, {}),
  },
) as never as fc.Arbitrary<V1Result>;
