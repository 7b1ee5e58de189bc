/** A tool loop: each step is routed by itself, and `routedReport` adds up what all of them took. */
import { generateText, isStepCount, tool } from 'ai';
import { routed, routedReport } from 'ai-sdk-routed';
import { z } from 'zod';

const result = await generateText({
  model: routed('auto'),
  prompt: 'What is the weather in Paris, and what should I wear there today?',
  tools: {
    weather: tool({
      description: 'The weather in a city, now',
      inputSchema: z.object({ city: z.string() }),
      execute: async ({ city }) => ({ city, sky: 'sunny', celsius: 21 }),
    }),
  },
  stopWhen: isStepCount(5),
});

for (const { toolResults } of result.steps)
  for (const { toolName, output } of toolResults) console.log(`${toolName}: ${JSON.stringify(output)}`);
console.log(result.text);

const { calls, attempts, usage, costUsd, savedUsd } = await routedReport(result);
console.log(`→ ${calls} model calls: ${attempts.map(({ target }) => target).join(', ')}`);
console.log(
  `→ ${usage.inputTokens} tokens in, ${usage.outputTokens} out, ${costUsd} USD, ${savedUsd} USD saved`,
);
