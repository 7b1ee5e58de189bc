import { type InferUITools, tool } from 'ai';
import { z } from 'zod';

const skies = ['sunny', 'cloudy', 'rainy', 'windy'] as const;

/** One tool that needs no key: its weather follows from the letters of the city. */
export const tools = {
  weather: tool({
    description: 'The weather in a city, now',
    inputSchema: z.object({ city: z.string().max(100) }),
    execute: async ({ city }) => {
      const sum = [...city].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
      return { city, sky: skies[sum % skies.length] ?? 'sunny', celsius: sum % 30 };
    },
  }),
};
export type ChatTools = InferUITools<typeof tools>;
