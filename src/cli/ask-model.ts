import type { RoutedProvider, RoutedReport } from '../index.js';

type Model = ReturnType<RoutedProvider>;
type Prompt = Parameters<Model['doGenerate']>[0]['prompt'];

export interface Answered {
  readonly text: string;
  readonly report: RoutedReport;
}

const promptOf = (text: string): Prompt => [{ role: 'user', content: [{ type: 'text', text }] }];
const reportIn = (metadata: Readonly<Record<string, unknown>> | undefined) =>
  metadata?.routed as RoutedReport;

/** One whole answer, through the same method that `generateText` calls. */
export async function ask(model: Model, prompt: string, maxOutputTokens?: number): Promise<Answered> {
  const { content, providerMetadata } = await model.doGenerate({
    prompt: promptOf(prompt),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  });
  const text = content.map(part => (part.type === 'text' ? part.text : '')).join('');
  return { text, report: reportIn(providerMetadata) };
}

/** One answer as it comes, through the same method that `streamText` calls. */
export async function askStreaming(
  model: Model,
  prompt: string,
  onText: (delta: string) => void = () => {},
): Promise<Answered> {
  const { stream } = await model.doStream({ prompt: promptOf(prompt) });
  const reader = stream.getReader();
  let text = '';
  for (;;) {
    const { done, value: part } = await reader.read();
    if (done) throw new Error('The stream ended without a finish part.');
    if (part.type === 'text-delta') {
      text += part.delta;
      onText(part.delta);
    }
    if (part.type === 'error') throw part.error;
    if (part.type === 'finish') return { text, report: reportIn(part.providerMetadata) };
  }
}
