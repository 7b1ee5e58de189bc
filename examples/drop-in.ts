/**
 * An application that used one provider, and now uses this one: the line of the model is all that differs.
 * Its `providerOptions.openai` still count. Models given as a string work too.
 */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, type LanguageModel } from 'ai';
import { routed } from 'ai-sdk-routed';

const openai = createOpenAICompatible({
  name: 'openai',
  baseURL: process.env.HOLYSHEEP_BASE_URL ?? 'https://api.holysheep.ai/v1',
  apiKey: process.env.HOLYSHEEP_API_KEY,
});

async function application(model: LanguageModel): Promise<string> {
  const { response, warnings } = await generateText({
    model,
    prompt: 'Is 221 a prime number?',
    providerOptions: { openai: { reasoningEffort: 'low' } },
  });
  for (const warning of warnings ?? []) console.log(warning);
  return response.modelId;
}

console.log(`before: ${await application(openai('gpt-4.1'))}`);
console.log(`after: ${await application(routed('auto'))}`);

globalThis.AI_SDK_DEFAULT_PROVIDER = routed;
console.log(`by name: ${await application('auto')}`);
