/**
 * A pinned model goes first; others step in while it is down, never a dearer one unless that is allowed.
 * The failure is made here: an embedded gateway kills the sockets of the pinned model.
 */
import { generateText } from 'ai';
import { createRouted, type RoutedCallOptions } from 'ai-sdk-routed';
import { startSandbox } from 'ai-sdk-routed/sandbox';

const gateway = await startSandbox();
const routed = createRouted({ apiKey: gateway.apiKey, baseURL: gateway.url });
const prompt = 'Write a haiku about failing over';

async function ask(title: string, options: RoutedCallOptions = {}): Promise<void> {
  try {
    const { response } = await generateText({ model: routed('gpt-4.1', options), prompt });
    console.log(`${title}: answered by ${response.modelId}`);
  } catch (error) {
    console.log(`${title}: ${(error as Error).name}`);
  }
}

await ask('pinned to gpt-4.1');

gateway.setFault('gpt-4.1', { kind: 'reset' });
await ask('while it is down');
await ask('while it is down, without fallback', { fallback: false });
await ask('while it is down, dearer ones allowed', { fallback: { allowDearer: true } });

const { candidates, leftOut } = routed.explain(prompt, { target: 'gpt-4.1' });
console.log(`→ candidates now: ${candidates.map(({ target }) => target).join(', ')}`);
for (const { target, reason, detail } of leftOut) console.log(`→ left out: ${target}, ${reason} (${detail})`);

await gateway.close();
