import type { Family, Vendor } from '../../core/target.js';

/** What an id says of its vendor, with or without one in front (`anthropic/claude-...`, `us.anthropic.claude-...`). */
const vendorsById: ReadonlyArray<readonly [RegExp, Vendor]> = [
  [/^(gpt-|chatgpt-|codex-|o\d+(-|$))/, 'openai'],
  [/^claude/, 'anthropic'],
  [/^(gemini|gemma)/, 'google'],
  [/^(mistral|ministral|magistral|mixtral|codestral|devstral|pixtral|open-mi[sx]tral)/, 'mistral'],
  [/^deepseek/, 'deepseek'],
  [/^nova-/, 'amazon'],
];

/** Which names each vendor's own adapters read in a prompt (the AI SDK's packages of November 2026). */
const namespaces: Readonly<Record<Vendor, readonly string[]>> = {
  openai: ['openai', 'azure'],
  anthropic: ['anthropic'],
  google: ['google', 'vertex', 'googleVertex'],
  mistral: ['mistral'],
  deepseek: ['deepseek'],
  amazon: ['bedrock', 'amazonBedrock'],
};

/** A model behind a preset: its id tells whose it is, since a gateway serves many vendors over one wire. */
export function familyOfPreset(preset: string, modelId: string): Family {
  const id = bareId(modelId);
  const vendor = vendorOfId(id) ?? (Object.hasOwn(namespaces, preset) ? (preset as Vendor) : 'other');
  return { vendor, modelId: id, isCompatible: true, reads: [preset, 'openaiCompatible'] };
}

/**
 * A model that the user made: the words of its `provider` tell whose it is (`openai.responses`, `amazon-bedrock`,
 * `vertex.anthropic.messages`). Null for all others, aggregators among them, which put a prompt right themselves.
 */
export function familyOfModel(provider: string, modelId: string): Family | null {
  const words = provider.toLowerCase().split(/[^a-z0-9]+/);
  const has = (...names: string[]) => names.some(name => words.includes(name));
  const id = bareId(modelId);
  if (has('compatible', 'gateway')) return null;
  const vendor = vendorOfWords(has, id);
  if (vendor === null) return null;
  const own = has('bedrock') ? namespaces.amazon : has('vertex', 'googlevertex') ? namespaces.google : [];
  // Claude on Bedrock's Converse reads Bedrock's names, on Vertex and in its own dialect Anthropic's too.
  const isConverse = has('bedrock') && !has('anthropic');
  const reads = isConverse ? namespaces.amazon : [...new Set([...namespaces[vendor], ...own])];
  // OpenAI's chat completions would show a search of its Responses API as a call that waits for its result.
  const runsNoTools = vendor === 'openai' && !has('responses');
  return { vendor, modelId: id, isCompatible: false, reads, ...(runsNoTools ? { runsNoTools } : {}) };
}

function vendorOfWords(has: (...names: string[]) => boolean, id: string): Vendor | null {
  if (has('anthropic')) return 'anthropic';
  if (has('bedrock')) return vendorOfId(id) === 'anthropic' ? 'anthropic' : 'amazon';
  if (has('openai', 'azure')) return 'openai';
  if (has('google', 'vertex', 'googlevertex')) return 'google';
  if (has('mistral')) return 'mistral';
  return has('deepseek') ? 'deepseek' : null;
}

const vendorOfId = (id: string): Vendor | null =>
  vendorsById.find(([pattern]) => pattern.test(id))?.[1] ?? null;

const bareId = (modelId: string): string =>
  modelId
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/^([a-z]{2,6}\.)?(anthropic|amazon|mistral|deepseek)\./, '');
