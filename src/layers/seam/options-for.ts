import type { ModelOptions, ModelWarning } from '../../core/model.js';
import type { Target } from '../../core/target.js';
import { fitPrompt } from '../../prompt/hygiene/fit-prompt.js';
import { fitSettings } from '../../prompt/hygiene/fit-settings.js';
import { withJsonInstruction } from '../../prompt/json-instruction.js';
import type { Candidate } from '../../route/candidate.js';

const none: readonly ModelWarning[] = [];

/** The call's options made ready for one target: an own copy, and a warning for each thing that had to change. */
export function optionsFor(
  callOptions: ModelOptions,
  candidate: Candidate,
  affordableOutputTokens: number | null,
): { options: ModelOptions; warnings: readonly ModelWarning[] } {
  const { target } = candidate;
  // `dispatch` sets the signal: a place that is there already costs less than one that has to be made.
  const options: ModelOptions = { abortSignal: undefined, ...callOptions };
  let warnings = none;
  const warn = (warning: ModelWarning) => {
    warnings = [...warnings, warning];
  };

  setMissing(options, candidate.defaults);
  setMissing(options, target.defaults);
  if (options.providerOptions !== undefined) {
    const translated = target.translate(options.providerOptions);
    options.providerOptions = translated.providerOptions;
    for (const warning of translated.warnings) warn(warning);
    if (translated.reasoning !== undefined && isUnset(callOptions.reasoning))
      options.reasoning = translated.reasoning;
  }
  if (target.nestedWarnings !== null) for (const warning of target.nestedWarnings(options)) warn(warning);
  if (candidate.reasoning !== null && isUnset(options.reasoning)) options.reasoning = candidate.reasoning;
  if (target.supports.reasoning === false && !isUnset(options.reasoning)) {
    warn({
      type: 'unsupported',
      feature: 'reasoning',
      details: `${target.id} has no reasoning effort; the setting was left out.`,
    });
    options.reasoning = undefined;
  }
  fitToFamily(options, target, warn);
  if (target.supports.jsonSchema === false && options.responseFormat?.type === 'json') {
    const { schema } = options.responseFormat;
    options.prompt = withJsonInstruction(options.prompt, schema);
    options.responseFormat = { type: 'json' };
    if (schema !== undefined)
      warn({ type: 'other', message: `${target.id} takes no JSON schema; it was asked in words.` });
  }
  clamp(options, target.maxOutputTokens, `the most that ${target.id} writes`, warn);
  clamp(options, affordableOutputTokens, 'what maxCostUsd pays for', warn, true);
  return { options, warnings };
}

const isUnset = (reasoning: ModelOptions['reasoning']) =>
  reasoning === undefined || reasoning === 'provider-default';

/** Prompt hygiene: what another provider's model left behind, and what this one refuses. */
function fitToFamily(
  options: ModelOptions,
  { id, family }: Target,
  warn: (warning: ModelWarning) => void,
): void {
  const { settings, warnings } = fitSettings(options, family);
  Object.assign(options, settings);
  for (const warning of warnings) warn(warning);
  const { prompt, notes } = fitPrompt(options.prompt, family);
  options.prompt = prompt;
  if (notes.length > 0)
    warn({ type: 'other', message: `The prompt was made fit for ${id}: ${notes.join('; ')}.` });
}

/** Defaults fill in what the call leaves open, never more. */
function setMissing(options: ModelOptions, defaults: Partial<ModelOptions>): void {
  for (const key in defaults) {
    const name = key as keyof ModelOptions;
    if (options[name] === undefined) Object.assign(options, { [name]: defaults[name] });
  }
}

/** Lowers `maxOutputTokens` to a ceiling; sets it where the call has none and the ceiling must hold (`isBinding`). */
function clamp(
  options: ModelOptions,
  ceiling: number | null,
  because: string,
  warn: (warning: ModelWarning) => void,
  isBinding = false,
): void {
  if (ceiling === null) return;
  const asked = options.maxOutputTokens;
  if (asked === undefined ? !isBinding : asked <= ceiling) return;
  options.maxOutputTokens = ceiling;
  warn({
    type: 'other',
    message: `maxOutputTokens was ${asked === undefined ? 'set' : 'lowered'} to ${ceiling}: ${because}.`,
  });
}
