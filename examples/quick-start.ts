/** One line, `model: routed('auto')`: a whole answer, then a streamed one. */
import { generateText, streamText } from 'ai';
import { type RoutedReport, routed } from 'ai-sdk-routed';

const { text, providerMetadata } = await generateText({
  model: routed('auto'),
  prompt: 'Translate: Hello world to Vietnamese',
});
console.log(text);
tell(providerMetadata?.routed);

const stream = streamText({
  model: routed('auto'),
  prompt: 'Prove that the square root of 2 is irrational',
});
for await (const delta of stream.textStream) process.stdout.write(delta);
console.log();
tell((await stream.providerMetadata)?.routed);

function tell(metadata: unknown): void {
  const { tier, model, reasons, costUsd, savedUsd, latencyMs } = metadata as RoutedReport;
  console.log(`→ ${tier} (${reasons.join('; ')}): ${model}, ${Math.round(latencyMs)} ms`);
  console.log(`→ ${costUsd} USD, ${savedUsd} USD less than gpt-4.1\n`);
}
