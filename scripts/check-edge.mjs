/**
 * Runs generateText and streamText with the built package where there is no Node: inside the edge runtime's VM, over a
 * real socket to the sandbox. Fails when the bundle asks for one of Node's modules.
 */
import { fileURLToPath } from 'node:url';
import { EdgeVM } from '@edge-runtime/vm';
import { build } from 'esbuild';
import { startSandbox } from '../dist/sandbox.js';

const application = `
  import { generateText, jsonSchema, Output, streamText } from 'ai';
  import { createRouted } from 'ai-sdk-routed';
  import { dashboard } from 'ai-sdk-routed/dashboard';

  const warnings = [];
  const onEvent = event => event.type === 'warning' && warnings.push(event.message);
  globalThis.application = async ({ apiKey, baseURL }) => {
    const routed = createRouted({ apiKey, baseURL, cascade: { routes: ['complex'] }, onEvent });
    const whole = await generateText({ model: routed('auto'), prompt: 'Translate: Hello world to Vietnamese' });
    const stream = streamText({ model: routed('auto'), prompt: 'Prove that the square root of 2 is irrational' });
    let streamed = '';
    for await (const delta of stream.textStream) streamed += delta;
    // Begins at a cheaper target, whose answer is held against the schema.
    const schema = jsonSchema({ type: 'object', properties: { n: { type: 'number' } }, required: ['n'] });
    const { output, providerMetadata } = await generateText({
      model: routed('auto'),
      prompt: 'Prove that the square root of 2 is irrational',
      output: Output.object({ schema }),
    });
    const show = dashboard(routed, { authorize: request => request.headers.get('cookie') === 'admin' });
    const at = path => new Request('http://app.example' + path, { headers: { cookie: 'admin' } });
    const events = await show(at('/dashboard/events'));
    const reader = events.body.getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    return JSON.stringify({
      dashboard: {
        page: (await show(at('/dashboard'))).status,
        stranger: (await show(new Request('http://app.example/dashboard'))).status,
        calls: JSON.parse(first.slice(first.indexOf('{'))).calls.length,
      },
      object: { ...output, target: providerMetadata.routed.target, warnings },
      text: whole.text,
      model: whole.response.modelId,
      costUsd: whole.providerMetadata.routed.costUsd,
      streamed: streamed.length,
      streamModel: (await stream.response).modelId,
    });
  };
`;

const { outputFiles } = await build({
  stdin: { contents: application, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'js' },
  bundle: true,
  format: 'iife',
  platform: 'browser',
  conditions: ['edge-light', 'worker', 'import', 'default'],
  write: false,
});

const sandbox = await startSandbox({ latencyRatio: 0.1 });
try {
  const vm = new EdgeVM();
  vm.evaluate(outputFiles[0].text);
  const run = vm.evaluate('application');
  const answer = JSON.parse(await run({ apiKey: sandbox.apiKey, baseURL: sandbox.url }));
  console.log(answer);
  const { total } = sandbox.requests();
  const { object } = answer;
  const isChecked = object.target === 'gemini-2.5-flash' && object.warnings.length === 0;
  if (
    answer.model !== 'deepseek-v3.2' ||
    answer.streamModel !== 'claude-sonnet-4.5' ||
    total !== 3 ||
    !isChecked ||
    JSON.stringify(answer.dashboard) !== '{"page":200,"stranger":403,"calls":3}'
  )
    throw new Error('The edge runtime did not get the answers that were expected.');
  console.log(
    'generateText and streamText work inside the edge runtime, JSON is checked there, and the dashboard is served.',
  );
} finally {
  await sandbox.close();
}
