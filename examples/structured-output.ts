/** An answer that fits a schema, from whichever model was chosen. Only models that know JSON schema are candidates. */
import { generateText, Output } from 'ai';
import { routed } from 'ai-sdk-routed';
import { z } from 'zod';

const { output, response } = await generateText({
  model: routed('auto'),
  prompt: 'Extract name and quantity of each item: two apples, five pears and a melon.',
  output: Output.object({
    schema: z.object({
      items: z.array(z.object({ name: z.string(), quantity: z.number().int().positive() })).min(1),
    }),
  }),
});

for (const { name, quantity } of output.items) console.log(`${quantity} × ${name}`);
console.log(`→ from ${response.modelId}`);
