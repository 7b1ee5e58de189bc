/**
 * The conventions' names of providers, by the first word of an adapter's `provider`. Google's adapters for AI Studio and
 * for Vertex begin with the same word: `gcp.gen_ai` is meant for when one cannot tell.
 * Source: open-telemetry/semantic-conventions-genai, docs/gen-ai/client-inference.md.
 */
const wellKnown: ReadonlyMap<string, string> = new Map([
  ['amazon-bedrock', 'aws.bedrock'],
  ['bedrock', 'aws.bedrock'],
  ['azure', 'azure.ai.openai'],
  ['azure-openai', 'azure.ai.openai'],
  ['google', 'gcp.gen_ai'],
  ['google-vertex', 'gcp.vertex_ai'],
  ['vertex', 'gcp.vertex_ai'],
  ['mistral', 'mistral_ai'],
  ['moonshot', 'moonshot_ai'],
  ['moonshotai', 'moonshot_ai'],
  ['xai', 'x_ai'],
]);

/** `openai`, `anthropic`, `deepseek`, `cohere`, `groq` and `perplexity` are called the same; `holysheep` is a name of its own. */
export const providerName = (provider: string): string => wellKnown.get(provider) ?? provider;
