/**
 * A full line: batch work waits, a critical call does not, and a call that cannot be in time is refused at once.
 * One slot, so that there is a line at all.
 */
import { generateText } from 'ai';
import { createRouted, DeadlineExceededError } from 'ai-sdk-routed';

const routed = createRouted({
  targets: { 'deepseek-v3.2': { preset: 'holysheep', limits: { maxConcurrent: 1 } } },
});
const startedAtMs = performance.now();
const answered: string[] = [];

async function ask(name: string, model: ReturnType<typeof routed>): Promise<void> {
  try {
    await generateText({ model, prompt: `Translate to Spanish: good morning, ${name}` });
    answered.push(name);
    console.log(`${Math.round(performance.now() - startedAtMs)} ms: ${name}`);
  } catch (error) {
    if (!DeadlineExceededError.isInstance(error)) throw error;
    console.log(`${Math.round(performance.now() - startedAtMs)} ms: ${name} would have been too late`);
  }
}

const batch = Array.from({ length: 6 }, (_, index) =>
  ask(`batch ${index}`, routed('auto', { priority: 'batch' })),
);
await Promise.all([
  ...batch,
  ask('critical', routed('auto', { priority: 'critical', tenant: 'checkout' })),
  ask('hurried', routed('auto', { priority: 'batch', deadlineMs: 50 })),
]);
console.log(`→ the critical call was number ${answered.indexOf('critical') + 1} of ${answered.length}`);
