import { doorFor } from './cells.mjs';

/** A whole call, over a socket to the package's own sandbox. Prints `works`, or fails. */
const call = `
async function main() {
  const sandbox = await startSandbox({ latencyRatio: 0 });
  const routed = createRouted({ apiKey: sandbox.apiKey, baseURL: sandbox.url });
  const prompt = 'Translate: Hello world to Vietnamese';
  const { text, providerMetadata } = await generateText({ model: routed('auto'), prompt });
  const { total } = sandbox.requests();
  await sandbox.close();
  if (text === '' || total !== 1 || !(providerMetadata.routed.costUsd > 0))
    throw new Error('not the expected answer: ' + JSON.stringify({ text, total, providerMetadata }));
  console.log('works');
}
main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
`;

/** The same application as a module and as CommonJS, for this major of the AI SDK. */
export function applications(ai) {
  const imports = { generateText: 'ai', createRouted: doorFor[ai], startSandbox: 'ai-sdk-routed/sandbox' };
  const write = line => Object.entries(imports).map(line).join('\n') + call;
  return {
    esm: write(([name, from]) => `import { ${name} } from '${from}';`),
    cjs: write(([name, from]) => `const { ${name} } = require('${from}');`),
  };
}
