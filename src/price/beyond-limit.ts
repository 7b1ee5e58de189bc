import type { ModelOptions, ReasoningEffort } from '../core/model.js';
import type { Family } from '../core/target.js';

/** Of the most that a model writes, how much `@ai-sdk/provider-utils` sets aside for thinking at each effort. */
const shares: Readonly<Partial<Record<ReasoningEffort, number>>> = {
  minimal: 0.02,
  low: 0.1,
  medium: 0.3,
  high: 0.6,
  xhigh: 0.9,
  max: 0.95,
};
/** The longest answer of the Claude models that are given a number of tokens to think. */
const longestOfClaude = 64_000;
const leastThinking = 1_024;
/** Claude from 4.6 on thinks within its limit. */
const isGivenBudget = /^claude-(3|(opus|sonnet|haiku)-(3|4-([0-5]|20\d{6}))(\D|$))/;

type Names = Readonly<Record<string, unknown>>;

/**
 * How many output tokens may be billed beyond `maxOutputTokens`, since not every adapter takes it for the whole answer:
 * those of Anthropic and Bedrock add what Claude may think, and a limit in an adapter's own words goes before the call's.
 */
export function outputTokensBeyondLimit(
  options: Pick<ModelOptions, 'providerOptions' | 'reasoning'>,
  family: Family | null,
): number {
  const { providerOptions, reasoning } = options;
  if (providerOptions === undefined && reasoning === undefined) return 0;
  let beyond = 0;
  for (const name of family?.reads ?? ['anthropic', 'bedrock', 'amazonBedrock', 'openai']) {
    const own = providerOptions?.[name];
    if (own === undefined) continue;
    beyond = Math.max(beyond, family?.isCompatible === true ? compatibleLimit(own) : ownLimit(own));
  }
  if (beyond === 0 && family?.vendor === 'anthropic' && !family.isCompatible)
    return thoughtAtEffort(reasoning, family.modelId);
  return beyond;
}

const ownLimit = ({ thinking, reasoningConfig, maxCompletionTokens }: Names): number =>
  Math.max(budgetIn(thinking), budgetIn(reasoningConfig), count(maxCompletionTokens));

/** What a preset does not know goes into the request as it is. */
const compatibleLimit = ({ max_tokens, max_completion_tokens }: Names): number =>
  Math.max(count(max_tokens), count(max_completion_tokens));

function budgetIn(value: unknown): number {
  const { type, budgetTokens } = Object(value) as Names;
  return type === 'enabled' ? count(budgetTokens) : 0;
}

const count = (value: unknown): number =>
  Number.isInteger(value) && (value as number) > 0 ? (value as number) : 0;

function thoughtAtEffort(reasoning: ModelOptions['reasoning'], modelId: string): number {
  const share = reasoning === undefined || reasoning === 'provider-default' ? 0 : (shares[reasoning] ?? 0);
  return share === 0 || !isGivenBudget.test(modelId)
    ? 0
    : Math.max(leastThinking, Math.round(longestOfClaude * share));
}
