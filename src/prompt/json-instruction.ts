import type { ModelOptions, ModelPrompt } from '../core/model.js';

type Schema = Extract<NonNullable<ModelOptions['responseFormat']>, { type: 'json' }>['schema'];

/**
 * Asks for JSON in words, for a model that cannot be held to a schema: a system message before all others' turns.
 * A prompt that already says so, because the SDK wrote it in, stays as it is.
 */
export function withJsonInstruction(prompt: ModelPrompt, schema: Schema): ModelPrompt {
  const json = schema === undefined ? null : JSON.stringify(schema);
  const [first, ...rest] = prompt;
  const system = first?.role === 'system' ? first : null;
  if (json !== null && system?.content.includes(json)) return prompt;
  const instruction =
    json === null
      ? 'Answer with one JSON value and nothing else: no explanation, no code fence.'
      : `JSON schema:\n${json}\nAnswer with one JSON value that is valid against this JSON schema, and nothing else: no explanation, no code fence.`;
  return system === null
    ? [{ role: 'system', content: instruction }, ...prompt]
    : [{ ...system, content: `${system.content}\n\n${instruction}` }, ...rest];
}
