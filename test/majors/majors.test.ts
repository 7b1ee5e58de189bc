import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { benchOf } from './bench.js';
import { failureScenarios } from './failure-scenarios.js';
import { majors } from './majors.js';
import { mediaScenarios } from './media-scenarios.js';
import { objectScenarios } from './object-scenarios.js';
import { textScenarios } from './text-scenarios.js';
import { toolScenarios } from './tool-scenarios.js';
import { wiringScenarios } from './wiring-scenarios.js';

const scenarios = [
  ...textScenarios,
  ...toolScenarios,
  ...objectScenarios,
  ...mediaScenarios,
  ...failureScenarios,
  ...wiringScenarios,
];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ latencyRatio: 0.02 });
});
afterAll(() => sandbox.close());

test('no two scenarios have one name', () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});

describe.each(majors)('AI SDK $version', major => {
  const known = scenarios.filter(({ only }) => only === undefined || only.includes(major.version));

  test('at least 30 scenarios', () => {
    expect(known.length).toBeGreaterThanOrEqual(30);
  });

  test.each(known)('$name', ({ run }) => run(benchOf(major, sandbox)));
});
