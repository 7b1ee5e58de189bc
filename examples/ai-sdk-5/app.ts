/** An application on AI SDK 5. What changed is the import of the provider, and the model. */
import { generateText, stepCountIs, tool } from 'ai';
import { routed } from 'ai-sdk-routed/v2'; // was: import { openai } from '@ai-sdk/openai'
import { z } from 'zod';

const { text, totalUsage, steps } = await generateText({
  model: routed('auto'), // was: openai('gpt-4.1')
  prompt: 'What is the weather in Paris?',
  tools: {
    weather: tool({
      description: 'The weather in a city',
      inputSchema: z.object({ city: z.string() }),
      execute: async ({ city }) => `Sunny in ${city}`,
    }),
  },
  stopWhen: stepCountIs(3),
});
console.log(text);
console.log(`${steps.length} steps, ${totalUsage.totalTokens} tokens`);
