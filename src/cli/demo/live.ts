import { createRouted } from '../../index.js';
import { ask } from '../ask-model.js';
import { UsageError } from '../command.js';
import { ms, usd } from '../terminal/figures.js';
import type { Terminal } from '../terminal/terminal.js';

const prompts = [
  'Translate: Hello world to Vietnamese',
  'Summarize in two sentences why most calls do not need the largest model.',
  'Prove that the square root of 2 is irrational',
];

/** Keeps the bill of a demo to a few cents. */
const maxOutputTokens = 300;

/** A few calls against the real gateway, with the key of the environment. */
export async function demoLive(own: readonly string[], terminal: Terminal): Promise<number> {
  if (!process.env.HOLYSHEEP_API_KEY) throw new UsageError('demo --live needs HOLYSHEEP_API_KEY.');
  const routed = createRouted();
  let failures = 0;
  for (const prompt of own.length > 0 ? own : prompts) {
    terminal.out(`${terminal.paint('bold', '>')} ${prompt}`);
    try {
      const { text, report } = await ask(routed('auto'), prompt, maxOutputTokens);
      const { tier, model, latencyMs, costUsd, savedUsd } = report;
      terminal.out(text.trim());
      terminal.out(
        terminal.paint(
          'dim',
          `${tier} → ${model}, ${ms(latencyMs)}, ${usd(costUsd)}, saved ${usd(savedUsd)}`,
        ),
      );
    } catch (error) {
      failures++;
      terminal.out(terminal.paint('red', error instanceof Error ? error.message : String(error)));
    }
    terminal.out();
  }
  return failures === 0 ? 0 : 1;
}
