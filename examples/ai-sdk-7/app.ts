/** An application on AI SDK 7. What changed is the import of the provider, and the model. */
import { generateText, isStepCount, tool } from 'ai';
import { routed } from 'ai-sdk-routed'; // was: import { openai } from '@ai-sdk/openai'
import { z } from 'zod';

const { text, usage, steps } = await generateText({
  model: routed('auto'), // was: openai('gpt-4.1')
  prompt: 'What is the weather in Paris?',
  tools: {
    weather: tool({
      description: 'The weather in a city',
      inputSchema: z.object({ city: z.string() }),
      execute: async ({ city }) => `Sunny in ${city}`,
    }),
  },
  stopWhen: isStepCount(3),
});
console.log(text);
console.log(`${steps.length} steps, ${usage.totalTokens} tokens`);
