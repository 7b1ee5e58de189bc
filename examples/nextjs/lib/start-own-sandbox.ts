import { startSandbox } from 'ai-sdk-routed/sandbox';
import { holdOwnSandbox, ownSandbox } from './own-sandbox';

/** As fast as the real ones, so that one can watch an answer being written. */
const models = {
  'deepseek-v3.2': { firstTokenMs: 350, tokensPerSecond: 70 },
  'gemini-2.5-flash': { firstTokenMs: 200, tokensPerSecond: 140 },
  'claude-sonnet-4.5': { firstTokenMs: 450, tokensPerSecond: 80 },
  'gpt-4.1': { firstTokenMs: 300, tokensPerSecond: 100 },
};

/** Starts a gateway on a free port of loopback, in this process: it ends with it. Its answers are simulated. */
export async function startOwnSandbox(): Promise<void> {
  if (ownSandbox() !== null) return;
  const sandbox = await startSandbox({ models });
  holdOwnSandbox(sandbox);
  // The provider reads both at its first call, as it would read those of the real gateway.
  process.env.HOLYSHEEP_API_KEY = sandbox.apiKey;
  process.env.HOLYSHEEP_BASE_URL = sandbox.url;
  console.log(`No HOLYSHEEP_API_KEY: answers are simulated, by a sandbox on ${sandbox.url}`);
}
