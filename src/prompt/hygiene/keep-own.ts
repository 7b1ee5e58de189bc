import type { ModelMessage, ModelPrompt, ProviderOptions } from '../../core/model.js';
import type { Family, Vendor } from '../../core/target.js';

type Assistant = Extract<ModelMessage, { role: 'assistant' }>;
type Part = Assistant['content'][number];
type Marked = { readonly providerOptions?: ProviderOptions | undefined };

/** Names of providers, under which their adapters put what they want back. A middleware's own name is nobody's business. */
const providers = new Set(
  `openai azure anthropic bedrock amazonBedrock google vertex googleVertex mistral deepseek xai cohere groq cerebras
  fireworks togetherai perplexity openrouter gateway moonshotai alibaba zai holysheep`.split(/\s+/),
);

/** Leaves out what another family wrote for itself: provider options, reasoning, and tools that it ran on its own side. */
export function keepOwn(prompt: ModelPrompt, family: Family, notes: string[]): ModelPrompt {
  const dropped = { reasoning: 0, executed: new Set<string>(), custom: 0 };

  function isKept(part: Part): boolean {
    switch (part.type) {
      case 'reasoning':
      case 'reasoning-file': {
        const isKept = keepsReasoning(part, family);
        if (!isKept) dropped.reasoning++;
        return isKept;
      }
      case 'tool-call':
        if (part.providerExecuted !== true || ranItself(part.toolCallId, part, family)) return true;
        dropped.executed.add(part.toolCallId);
        return false;
      case 'tool-result':
        return !dropped.executed.has(part.toolCallId);
      case 'custom': {
        const provider = part.kind.slice(0, part.kind.indexOf('.'));
        const isKept = !providers.has(provider) || family.reads.includes(provider);
        if (!isKept) dropped.custom++;
        return isKept;
      }
      default:
        return true;
    }
  }

  const fitted = mapChanged(prompt, message => {
    if (typeof message.content === 'string') return withOwnOptions(message, family);
    const content = message.content as Part[];
    const kept = message.role === 'assistant' ? content.filter(isKept) : content;
    const own = mapChanged(kept, part => withOwnOptions(part, family));
    const clean = withOwnOptions(message, family);
    const isSame = own === kept && kept.length === content.length;
    return isSame ? clean : ({ ...clean, content: own } as ModelMessage);
  });
  const { reasoning, executed, custom } = dropped;
  if (reasoning > 0) notes.push(`${reasoning} reasoning part(s) of another provider were left out`);
  if (executed.size > 0)
    notes.push(`${executed.size} tool call(s) that another provider ran were left out, with their results`);
  if (custom > 0) notes.push(`${custom} part(s) that only another provider knows were left out`);
  return fitted;
}

/**
 * Reasoning without a mark may be anyone's: it stays where the family's own has none (Gemini 2.5, Magistral, DeepSeek),
 * and its adapter has a place for it. DeepSeek's R1 wants none back; what came after does (vercel/ai,
 * `convert-to-deepseek-chat-messages.ts`).
 */
function keepsReasoning(part: Marked, { vendor, isCompatible, modelId, reads }: Family): boolean {
  const own = reads.map(name => part.providerOptions?.[name]).filter(options => options !== undefined);
  if (vendor === 'deepseek' && /-r1/.test(modelId)) return false;
  if (vendor === 'deepseek' || vendor === 'other') return own.length > 0 || !isForeign(part, reads);
  if (isCompatible) return false;
  if (vendor === 'openai') return own.length > 0;
  if (vendor === 'anthropic')
    return own.some(({ signature, redactedData }) => signature !== undefined || redactedData !== undefined);
  return own.length > 0 || !isForeign(part, reads);
}

const isForeign = ({ providerOptions = {} }: Marked, reads: readonly string[]): boolean =>
  Object.keys(providerOptions).some(name => providers.has(name) && !reads.includes(name));

/** What the ids of tools look like that a provider runs on its own side. */
const executors: ReadonlyArray<readonly [RegExp, Vendor]> = [
  [/^(srvtoolu|mcptoolu|toolu)_/, 'anthropic'],
  [/^(ws|fs|ci|ig|mcp|cu|lsh|sh)_/, 'openai'],
];

function ranItself(toolCallId: string, part: Marked, family: Family): boolean {
  const { vendor, isCompatible, runsNoTools, reads } = family;
  if (isCompatible || runsNoTools || vendor === 'mistral' || vendor === 'deepseek') return false;
  if (reads.some(name => part.providerOptions?.[name] !== undefined)) return true;
  if (isForeign(part, reads)) return false;
  const author = executors.find(([pattern]) => pattern.test(toolCallId))?.[1] ?? null;
  return author === vendor || (author === null && vendor === 'google');
}

/** The message or part without other providers' options; itself where it has none. */
function withOwnOptions<Value extends Marked>(value: Value, family: Family): Value {
  const { providerOptions } = value;
  if (providerOptions === undefined) return value;
  const names = Object.keys(providerOptions);
  const kept = names.filter(name => isRead(name, providerOptions, family));
  if (kept.length === names.length) return value;
  const { providerOptions: _, ...bare } = value;
  if (kept.length === 0) return bare as Value;
  return {
    ...bare,
    providerOptions: Object.fromEntries(kept.map(name => [name, providerOptions[name]])),
  } as Value;
}

/** A gateway's name stands for all that it serves, and a signature under it is Gemini's. */
const isRead = (name: string, options: ProviderOptions, { vendor, isCompatible, reads }: Family): boolean =>
  reads.includes(name)
    ? !isCompatible || vendor === 'google' || options[name]?.thoughtSignature === undefined
    : !providers.has(name);

/** Like `map`, but the same array where nothing changed. */
export function mapChanged<Item>(list: Item[], change: (item: Item) => Item): Item[] {
  let isSame = true;
  const mapped = list.map(item => {
    const changed = change(item);
    if (changed !== item) isSame = false;
    return changed;
  });
  return isSame ? list : mapped;
}
