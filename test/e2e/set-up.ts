import type { TestProject } from 'vitest/node';
import { chromiumPath } from '../../scripts/with-chromium.mjs';
import { next, run, startApplication } from './application.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the application answers; empty where there is no browser, and nothing is tested. */
    url: string;
  }
}

/** Installs the application as a reader would, builds it, and starts it with its sandbox. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  project.provide('url', '');
  // Has said it out loud, and where nothing may be left out has thrown.
  if (chromiumPath() === null) return undefined;
  await timed('npm ci', () => run('npm', 'ci'));
  await timed('next build', () => run('npm', 'run', 'build'));
  const application = await timed('next start', () =>
    startApplication(next('start'), { ROUTED_SANDBOX: '1' }),
  );
  project.provide('url', application.url);
  return application.stop;
}

async function timed<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  const startedAtMs = performance.now();
  const result = await task();
  console.log(`${name}: ${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s`);
  return result;
}
