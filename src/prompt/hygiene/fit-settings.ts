import type { ModelOptions, ModelPrompt, ModelWarning, ProviderOptions } from '../../core/model.js';
import type { Family } from '../../core/target.js';

export interface FittedSettings {
  readonly settings: Partial<ModelOptions>;
  readonly warnings: readonly ModelWarning[];
}

const unchanged: FittedSettings = { settings: {}, warnings: [] };

/**
 * The settings of a call that have to change for a family, each with a warning:
 * - OpenAI's reasoning models (o1, o3, o4, gpt-5 and on, chat models apart) answer 400 to `temperature`, `top_p` and the
 *   penalties (openai/openai-python#2104), which AI SDK 4 sends even when nobody asked for them. From gpt-5.1 on they take
 *   them without reasoning (`@ai-sdk/openai`, `openai-language-model-capabilities.ts`).
 * - The effort of reasoning becomes the nearest one that the model has, where a preset's adapter would send it as it is.
 * - Claude's thinking is turned off in a tool loop that another family began: "When `thinking` is enabled, a final
 *   `assistant` message must start with a thinking block" (anomalyco/opencode#3077), and nobody else can sign one.
 */
export function fitSettings(options: ModelOptions, family: Family | null): FittedSettings {
  if (family?.vendor === 'openai') return forOpenAI(options, family);
  if (family?.vendor === 'google' && family.isCompatible)
    return withEffort(options, family, geminiEfforts(family.modelId));
  if (family?.vendor === 'anthropic') return forClaude(options, family);
  return unchanged;
}

const sampling = ['temperature', 'topP', 'presencePenalty', 'frequencyPenalty'] as const;

function forOpenAI(options: ModelOptions, family: Family): FittedSettings {
  if (!sampling.some(name => options[name] !== undefined) && effortIn(options, family) === null)
    return unchanged;
  const efforts = openAIEfforts(family.modelId);
  if (efforts === null) return unchanged;
  const effort = family.isCompatible ? withEffort(options, family, efforts) : unchanged;
  const asked = effortIn({ ...options, ...effort.settings }, family);
  const takesSampling =
    asked === 'none' && efforts.includes('none') && !/^gpt-([6-9]|\d\d)/.test(family.modelId);
  const refused = takesSampling ? [] : sampling.filter(name => options[name] !== undefined);
  if (refused.length === 0) return effort;
  return {
    settings: { ...effort.settings, ...Object.fromEntries(refused.map(name => [name, undefined])) },
    warnings: [
      ...effort.warnings,
      ...refused.map(
        (feature): ModelWarning => ({
          type: 'unsupported',
          feature,
          details: `${family.modelId} is a reasoning model and refuses it; it was left out.`,
        }),
      ),
    ],
  };
}

type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

const scale: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/**
 * What every Gemini takes over OpenAI's wire: none is for 2.5 alone, Pro apart (HKUDS/DeepTutor#809), and some refuse
 * minimal (ctrl-space-labs/gendox-core#480, agentjido/req_llm#971).
 */
const geminiEfforts = (modelId: string): readonly Effort[] =>
  /^gemini-2\.5-(?!pro)/.test(modelId) ? ['none', 'low', 'medium', 'high'] : ['low', 'medium', 'high'];

/**
 * What a reasoning model of OpenAI takes as effort; null for one that does not reason. "All models before gpt-5.1 do not
 * support none", xhigh "after gpt-5.1-codex-max", gpt-5-pro only high (learn.microsoft.com, `ReasoningEffort`); no minimal
 * from gpt-5.1 on (openai/openai-agents-python#2089), max from gpt-5.6 on (pydantic/pydantic-ai#7081).
 */
function openAIEfforts(modelId: string): readonly Effort[] | null {
  if (/^o\d+(-|$)/.test(modelId)) return ['low', 'medium', 'high'];
  const [, major, minor = '0', variant = ''] = /^gpt-(\d+)(?:\.(\d+))?(?:-(.+))?$/.exec(modelId) ?? [];
  const version = Number(major) * 100 + Number(minor);
  if (major === undefined || version < 500 || variant.startsWith('chat')) return null;
  if (version === 500) return variant.startsWith('pro') ? ['high'] : ['minimal', 'low', 'medium', 'high'];
  const efforts: Effort[] = ['none', 'low', 'medium', 'high'];
  if (version > 501 || variant.startsWith('codex-max')) efforts.push('xhigh');
  if (version >= 506) efforts.push('max');
  return variant.startsWith('codex') ? efforts.slice(1) : efforts;
}

/** The effort asked for, in the call's own setting or under the model's own name, which comes first. */
function effortIn({ reasoning, providerOptions }: ModelOptions, { reads }: Family): Effort | null {
  for (const name of reads) {
    const effort = providerOptions?.[name]?.reasoningEffort;
    if (effort !== undefined) return isEffort(effort) ? effort : null;
  }
  return isEffort(reasoning) ? reasoning : null;
}

const isEffort = (value: unknown): value is Effort => scale.includes(value as Effort);

function withEffort(options: ModelOptions, family: Family, efforts: readonly Effort[]): FittedSettings {
  const asked = effortIn(options, family);
  if (asked === null || efforts.includes(asked)) return unchanged;
  const effort = nearest(asked, efforts);
  return {
    settings: effortSettings(options, family, effort),
    warnings: [
      {
        type: 'other',
        message: `reasoning effort '${asked}' became '${effort}', the nearest that ${family.modelId} has.`,
      },
    ],
  };
}

/** The next lower effort, else the next higher; never none at all unless that was asked. */
function nearest(asked: Effort, efforts: readonly Effort[]): Effort {
  const active = efforts.filter(effort => effort !== 'none');
  const lower = active.filter(effort => scale.indexOf(effort) < scale.indexOf(asked));
  return lower.at(-1) ?? (active[0] as Effort);
}

/** Puts the effort where it was. */
function effortSettings(
  { reasoning, providerOptions }: ModelOptions,
  { reads }: Family,
  effort: Effort | undefined,
): Partial<ModelOptions> {
  const name = reads.find(own => providerOptions?.[own]?.reasoningEffort !== undefined);
  const settings: Partial<ModelOptions> = isEffort(reasoning) ? { reasoning: effort } : {};
  if (name === undefined) return settings;
  const { reasoningEffort: _, ...others } = providerOptions?.[name] ?? {};
  const own = effort === undefined ? others : { ...others, reasoningEffort: effort };
  return { ...settings, providerOptions: { ...providerOptions, [name]: own } as ProviderOptions };
}

function forClaude(options: ModelOptions, family: Family): FittedSettings {
  const thinking = options.providerOptions?.anthropic?.thinking as { type?: unknown } | undefined;
  const isAsked = !family.isCompatible && thinking?.type === 'enabled';
  const effort = effortIn(options, family);
  if (!isAsked && (effort === null || effort === 'none')) return unchanged;
  if (!isForeignLoop(options.prompt, family)) return unchanged;
  const settings: Partial<ModelOptions> = family.isCompatible
    ? effortSettings(options, family, undefined)
    : { reasoning: 'none' };
  if (isAsked) {
    const anthropic = { ...options.providerOptions?.anthropic, thinking: { type: 'disabled' } };
    settings.providerOptions = { ...options.providerOptions, anthropic };
  }
  return {
    settings,
    warnings: [
      {
        type: 'unsupported',
        feature: 'reasoning',
        details: `${family.modelId} cannot begin to think in a tool loop that another model began; it answers this step without.`,
      },
    ],
  };
}

/** Whether the calls whose results come last lack Claude's own thinking; over OpenAI's wire, where none is shown, its ids. */
function isForeignLoop(prompt: ModelPrompt, { isCompatible, reads }: Family): boolean {
  if (prompt.at(-1)?.role !== 'tool') return false;
  const last = prompt.findLast(({ role }) => role === 'assistant');
  if (last?.role !== 'assistant') return false;
  const isOwn = last.content.some(part => {
    if (isCompatible) return part.type === 'tool-call' && /^tool(u|use)_/.test(part.toolCallId);
    return part.type === 'reasoning' && reads.some(name => isSigned(part.providerOptions?.[name]));
  });
  return !isOwn;
}

const isSigned = (options: Readonly<Record<string, unknown>> | undefined): boolean =>
  options?.signature !== undefined || options?.redactedData !== undefined;
