import {
  createProviderRegistry,
  customProvider,
  embedMany,
  generateObject,
  generateText,
  type LanguageModel,
  streamObject,
  streamText,
  wrapLanguageModel,
} from 'ai';
import type { RoutedReport } from 'ai-sdk-routed';
import { createRouted, defaultTargets, routed, routedReport } from 'ai-sdk-routed';
import { routed as another } from 'ai-sdk-routed/v1';
import { z } from 'zod';

const prompt = 'Hi';
const model = routed('auto');
model satisfies LanguageModel;
const result = await generateText({ model: routed('auto', { priority: 'batch' }), prompt });
const report: RoutedReport = await routedReport(result);
streamText({ model, prompt }).textStream satisfies AsyncIterable<string>;
const { object } = await generateObject({ model, prompt, schema: z.object({ age: z.number() }) });
object.age satisfies number;
streamObject({ model, prompt, schema: z.object({ age: z.number() }) });
wrapLanguageModel({
  model,
  middleware: { specificationVersion: 'v4', transformParams: async ({ params }) => params },
});
customProvider({ languageModels: { mine: routed('simple') }, fallbackProvider: routed });
createProviderRegistry({ routed }).languageModel('routed:auto');
await embedMany({ model: routed.embeddingModel('text-embedding-3-large'), values: [prompt] });
createRouted({ targets: { ...defaultTargets, mine: { model }, another: model } });
globalThis.AI_SDK_DEFAULT_PROVIDER = routed;
report.costNanoUsd satisfies number | null;

// @ts-expect-error a model of another door
await generateText({ model: another('auto'), prompt });
// @ts-expect-error not an option
createRouted({ tears: 3 });
// @ts-expect-error not a class of priority
routed('auto', { priority: 'soon' });
// @ts-expect-error not a model
createRouted({ targets: { mine: { model: { modelId: 'x' } } } });
