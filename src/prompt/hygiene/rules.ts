import type { Family } from '../../core/target.js';

/** What a vendor answers 400 to in a prompt. */
export interface PromptRules {
  /** A tool call's id. */
  readonly toolCallId: RegExp;
  /** The longest id that we make. */
  readonly toolCallIdLength: number;
  readonly startsWithUser: boolean;
  /** Text of white space alone counts as none. */
  readonly refusesBlankText: boolean;
  /** Its own adapter takes system messages at the beginning only. */
  readonly systemFirst: boolean;
  /** An answer has to stand between a tool's result and the next user message. */
  readonly answersResults: boolean;
}

const lenient: PromptRules = {
  toolCallId: /^.+$/s,
  toolCallIdLength: 40,
  startsWithUser: false,
  refusesBlankText: false,
  systemFirst: false,
  answersResults: false,
};

/**
 * Where each rule comes from:
 * - OpenAI, ids: "string too long. Expected a string with maximum length 40" (langgenius/dify#28987, openclaw/openclaw#875;
 *   the Responses API takes 64).
 * - Anthropic, ids: "tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'" (maximhq/bifrost#5097).
 * - Anthropic, user first: refused on Bedrock, taken by Anthropic itself (anthropics/anthropic-sdk-typescript#622); whose
 *   Claude a gateway asks is not known.
 * - Anthropic, blank text: "text content blocks must be non-empty", "must contain non-whitespace text"
 *   (experientiallabs/experiential#804 has the table).
 * - Bedrock: "A conversation must start with a user message" (pydantic/pydantic-ai#4495), ids up to 64
 *   (ToolUseBlock in the Converse reference).
 * - Gemini: a history must not open with the model's turn (RightNow-AI/openfang#1011, diegosouzapw/OmniRoute#13573).
 * - Mistral, ids: "must be a-z, A-Z, 0-9, with a length of 9" (anomalyco/opencode#1680); order of roles: "Unexpected role
 *   'user' after role 'tool'" (mistralai/mistral-common#169, whose validator also wants a user first).
 * - System first: the AI SDK's converters for Gemini and for Bedrock throw otherwise.
 * DeepSeek and Moonshot are not known to refuse an id; Moonshot's own are `functions.name:0`.
 */
const rules: Readonly<Record<Family['vendor'], PromptRules>> = {
  openai: { ...lenient, toolCallId: /^[a-zA-Z0-9_-]{1,40}$/ },
  anthropic: {
    ...lenient,
    toolCallId: /^[a-zA-Z0-9_-]+$/,
    startsWithUser: true,
    refusesBlankText: true,
  },
  google: { ...lenient, startsWithUser: true, systemFirst: true },
  mistral: {
    ...lenient,
    toolCallId: /^[a-zA-Z0-9]{9}$/,
    toolCallIdLength: 9,
    startsWithUser: true,
    answersResults: true,
  },
  amazon: {
    ...lenient,
    toolCallId: /^[a-zA-Z0-9_-]{1,64}$/,
    startsWithUser: true,
    refusesBlankText: true,
    systemFirst: true,
  },
  deepseek: lenient,
  other: lenient,
};

/** Over OpenAI's wire the gateway puts system messages where they belong. */
const compatible = Object.fromEntries(
  Object.entries(rules).map(([vendor, rule]) => [vendor, { ...rule, systemFirst: false }]),
) as typeof rules;

export const rulesOf = ({ vendor, isCompatible }: Family): PromptRules =>
  (isCompatible ? compatible : rules)[vendor];
