import type { LanguageModelV1 } from 'provider-v1';
import type {
  LanguageModelV2CallOptions,
  LanguageModelV2CallWarning,
  LanguageModelV2Content,
  LanguageModelV2Message,
  LanguageModelV2Prompt,
  SharedV2ProviderMetadata,
} from 'provider-v2';
import type { Cross, V1, V2 } from '../crossing.js';
import { tellingLost } from '../telling-lost.js';
import { conversationKey } from './conversation-key.js';
import { optionsDown, optionsUp } from './options.js';
import { resultDown } from './result-down.js';
import { resultUp, warningUp } from './result-up.js';
import { createPartState, partDown } from './stream-down.js';
import { createFrameState, partUp } from './stream-up.js';
import type { ToolCallMemory } from './tool-call-memory.js';

/** AI SDK 4 calls a model of V2. */
export const v1CallsV2 =
  (memory: ToolCallMemory): Cross<V1, V2> =>
  options => {
    const state = createPartState();
    const up = optionsUp(options);
    const keyOf = keysIn(up.prompt);
    const remember = (part: { readonly type: string }) => {
      if (part.type !== 'tool-call') return;
      const call = part as Extract<LanguageModelV2Content, { type: 'tool-call' }>;
      memory.keep(keyOf(call.toolCallId), call.providerMetadata);
    };
    return {
      options: recalled(up, id => memory.of(keyOf(id))),
      result: result => {
        result.content.forEach(remember);
        return resultDown(result, options.prompt);
      },
      part: part => {
        remember(part);
        return partDown(part, state);
      },
    };
  };

/** What a tool call is remembered by: its conversation, worked out where there is a call at all, and its id. */
function keysIn(prompt: LanguageModelV2Prompt): (toolCallId: string) => string {
  let conversation: string | undefined;
  return toolCallId => {
    conversation ??= conversationKey(prompt);
    return `${conversation} ${toolCallId}`;
  };
}

type Recall = (toolCallId: string) => SharedV2ProviderMetadata | undefined;

/** The prompt with what is remembered of its tool calls. */
function recalled(options: LanguageModelV2CallOptions, recall: Recall): LanguageModelV2CallOptions {
  return { ...options, prompt: options.prompt.map(message => recalledMessage(message, recall)) };
}

function recalledMessage(message: LanguageModelV2Message, recall: Recall): LanguageModelV2Message {
  if (message.role !== 'assistant') return message;
  return {
    ...message,
    content: message.content.map(part => {
      const metadata = part.type === 'tool-call' ? recall(part.toolCallId) : undefined;
      return metadata === undefined
        ? part
        : { ...part, providerOptions: { ...metadata, ...part.providerOptions } };
    }),
  };
}

/** The core calls a model of V1, by way of V2. */
export const v2CallsV1 = ({
  provider,
  defaultObjectGenerationMode: objectMode,
}: LanguageModelV1): Cross<V2, V1> =>
  tellingLost<V2, V1, LanguageModelV2CallWarning>((options, warn) => {
    const down = optionsDown(options, objectMode, warn);
    const facts = {
      provider: provider.split('.')[0] ?? provider,
      isObjectTool: down.mode.type === 'object-tool',
    };
    const state = createFrameState();
    return {
      options: down,
      result: result => resultUp(result, facts),
      part: part =>
        part.type === 'warnings'
          ? [{ type: 'stream-start', warnings: part.warnings.map(warningUp) }]
          : partUp(part, state, facts),
    };
  });
