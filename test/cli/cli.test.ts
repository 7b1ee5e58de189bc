import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { runCli } from './run-cli.js';

const escapeCode = '\u001b';

describe('the command line', () => {
  it.each([
    { args: ['--help'], code: 0, out: /Commands:\n {2}demo/ },
    { args: ['demo', '--help'], code: 0, out: /--in-flight <number> +calls at a time \(default 8\)/ },
    { args: ['explain', '-h'], code: 0, out: /--max-cost-usd/ },
    { args: ['--version'], code: 0, out: /^\d+\.\d+\.\d+\n$/ },
    { args: [], code: 2, err: /Usage: npx ai-sdk-routed <command>/ },
    { args: ['nope'], code: 2, err: /There is no command "nope"/ },
    { args: ['models', '--nope'], code: 2, err: /--nope.*models knows --json/ },
    { args: ['models', 'word'], code: 2, err: /takes no arguments/ },
    { args: ['demo', '--calls', 'many'], code: 2, err: /--calls must be a whole number/ },
    { args: ['demo', '--calls', '0'], code: 2, err: /at least 1/ },
    { args: ['bench', '--requests', '1.5'], code: 2, err: /--requests must be a whole number/ },
    { args: ['bench', '--in-flight', '2,1.5'], code: 2, err: /--in-flight must be a whole number.*"1\.5"/ },
    {
      args: ['bench', '--requests', '-1'],
      code: 2,
      err: /^--requests must be a whole number .*but is "-1"\./,
    },
    { args: ['bench', '--in-flight', '-.5'], code: 2, err: /^--in-flight must be .*but is "-\.5"\./ },
    {
      args: ['explain', 'hi', '--tier', '-1'],
      code: 2,
      err: /^Option '--tier' needs a value\. explain knows/,
    },
    {
      args: ['calibrate', '-', '--cost-ratio', '-1'],
      code: 2,
      err: /^--cost-ratio must be a number above 0 and at most 1, but is "-1"\./,
    },
    { args: ['calibrate', '-', '--cost-ratio', '1.5'], code: 2, err: /above 0 and at most 1, but is "1\.5"/ },
    { args: ['bench', '--requests'], code: 2, err: /^Option '--requests' needs a value\. bench knows/ },
    {
      args: ['explain', 'hi', '--max-cost-usd', '0'],
      code: 2,
      err: /--max-cost-usd must be a number above 0/,
    },
    { args: ['demo', '--live'], code: 2, err: /HOLYSHEEP_API_KEY/ },
    { args: ['bench', '--live'], code: 2, err: /HOLYSHEEP_API_KEY/ },
    { args: ['explain'], code: 2, err: /needs a prompt/ },
    { args: ['explain', 'hi', '--tier', 'huge'], code: 2, err: /simple.*medium.*complex/s },
    { args: ['explain', 'hi', '--target', 'gpt-9'], code: 2, err: /gpt-4\.1/ },
    { args: ['calibrate', '--help'], code: 0, out: /--complex-share <ratio>/ },
    { args: ['calibrate'], code: 2, err: /needs one file/ },
    { args: ['calibrate', 'a.jsonl', 'b.jsonl'], code: 2, err: /needs one file/ },
    { args: ['calibrate', 'nowhere.jsonl'], code: 2, err: /nowhere\.jsonl cannot be read: ENOENT/ },
    { args: ['calibrate', '-', '--complex-share', '1.5'], code: 2, err: /of at least 0 and at most 1/ },
    { args: ['calibrate', '-', '--cost-ratio', '0'], code: 2, err: /--cost-ratio must be a number above 0/ },
    {
      args: ['calibrate', '-', '--cost-ratio', '1', '--complex-share', '0.1'],
      code: 2,
      err: /one of --complex-share, --cost-ratio and --cost-usd-per-call/,
    },
    { args: ['calibrate', '-', '--simple-share', '0.9'], code: 2, err: /more than all calls/ },
    { args: ['replay', '--help'], code: 0, out: /--config <file\.json>/ },
    { args: ['replay', '--config', 'a.json'], code: 2, err: /needs one file/ },
    { args: ['replay', '-'], code: 2, err: /at least one --config/ },
    {
      args: ['replay', '-', '--config', 'nowhere.json'],
      code: 2,
      err: /nowhere\.json: cannot be read \(ENOENT\)/,
    },
  ])('$args exits with $code', async ({ args, code, out, err }) => {
    const run = await runCli(args);
    expect(run.code).toBe(code);
    if (out !== undefined) expect(run.out).toMatch(out);
    if (err !== undefined) {
      expect(run.err).toMatch(err);
      expect(run.out).toBe('');
    }
  });

  it('prints no colour codes into a pipe', async () => {
    const { out, err } = await runCli(['explain', 'Translate: Hello world to Vietnamese']);
    expect(out).toContain('deepseek-v3.2');
    expect(out + err).not.toContain(escapeCode);
  });
});

it('no line of any help or table is longer than a terminal of 80 columns', { timeout: 30_000 }, async () => {
  const shown = ['demo', 'explain', 'bench', 'models', 'sandbox', 'doctor', 'calibrate', 'replay'].map(
    name => [name, '--help'],
  );
  for (const args of [['--help'], ...shown, ['models'], ['explain', 'Prove it', '--max-cost-usd', '0.02']])
    for (const line of (await runCli(args)).out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

describe('explain', () => {
  it('tells tier, reasons and candidates in order', async () => {
    const { code, out } = await runCli([
      'explain',
      '--json',
      'Prove that the square root of 2 is irrational',
    ]);
    expect(code).toBe(0);
    const plan = JSON.parse(out);
    expect(plan).toMatchObject({ requested: 'auto', tier: 'complex' });
    expect(plan.candidates.map((one: { target: string }) => one.target)).toEqual([
      'claude-sonnet-4.5',
      'gpt-4.1',
      'gemini-2.5-flash',
    ]);
    expect(plan.candidates[0].expectedCostUsd).toBeGreaterThan(plan.candidates[2].expectedCostUsd);
  });

  it('says of which candidates no price is known', async () => {
    const unknown = await runCli(['explain', '--target', 'openai/gpt-99', 'Hi']);
    expect(unknown.out).toContain('no price is known of openai/gpt-99: its cost will be in no sum');
    const known = await runCli(['explain', '--target', 'openai/gpt-4.1', 'Hi']);
    expect(known.out).not.toContain('no price is known');
  });

  it('tells why a candidate was left out', async () => {
    const { out } = await runCli(['explain', '--json', '--max-cost-usd', '0.0005', 'Prove that 2 > 1']);
    const plan = JSON.parse(out);
    expect(plan.leftOut).toContainEqual(expect.objectContaining({ target: 'claude-sonnet-4.5' }));
  });
});

describe('models', () => {
  it('lists prices, limits and aliases', async () => {
    const { out } = await runCli(['models', '--json']);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({
        id: 'gpt-4.1',
        provider: 'holysheep',
        inputUsdPerMTok: 2,
        outputUsdPerMTok: 8,
        requestsPerMinute: 6_000,
        maxConcurrent: 100,
        aliases: expect.arrayContaining(['gpt-4', 'holysheep-gpt-4']),
      }),
    );
    expect((await runCli(['models'])).out).toMatch(/gpt-4\.1 is also gpt-4, gpt-4-turbo/);
  });
});

describe('demo', () => {
  it('loses nothing while a model is down, and its books agree with the gateway', {
    timeout: 60_000,
  }, async () => {
    const { code, out } = await runCli(['demo', 'What is the capital of Peru?'], {
      input: 'Translate: good night to Spanish\n\nWho wrote Faust?\n',
    });
    expect(out).toContain('> What is the capital of Peru?');
    expect(out).toContain('> Who wrote Faust?');
    expect(out).toMatch(/simulated answer/);
    expect(out).toMatch(/gemini-2\.5-flash opens \(5 failures in a row\)/);
    expect(out).toContain('203 prompts, 203 answered, 0 lost');
    const [, counted, retries, calls] = /counted (\d+) requests: \d+ − (\d+) retries = (\d+)/.exec(out) ?? [];
    expect(Number(counted) - Number(retries)).toBe(Number(calls));
    expect(Number(calls)).toBeGreaterThanOrEqual(203);
    expect(Number(retries)).toBeGreaterThan(0);
    expect(out).toContain('Nothing was lost.');
    expect(code).toBe(0);
  });
});

it('a demo that is too short for its accident says so', { timeout: 30_000 }, async () => {
  const { code, out } = await runCli(['demo', '--calls', '10']);
  expect(out).toContain('Too few calls to see a circuit: gemini-2.5-flash goes down after call 80.');
  expect(code).toBe(0);
});

describe('bench', () => {
  it('prints a row for each number in flight', { timeout: 60_000 }, async () => {
    const { code, out } = await runCli(['bench', '--in-flight', '5,10', '--requests', '30', '--json']);
    expect(code).toBe(0);
    const rows = JSON.parse(out);
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toMatchObject({ total: 30, successful: 30, failed: 0 });
      expect(row.costUsd).toBeGreaterThan(0);
      expect(row.p50LatencyMs).toBeLessThanOrEqual(row.p95LatencyMs);
      expect(row.p95LatencyMs).toBeLessThanOrEqual(row.p99LatencyMs);
    }
  });

  it('counts what failed, says why, and exits with 1', { timeout: 60_000 }, async () => {
    const sandbox = await startSandbox();
    try {
      sandbox.setFault('*', { kind: 'status', status: 400 });
      const args = ['bench', '--in-flight', '3', '--requests', '6', '--base-url', sandbox.url, '--json'];
      const { code, out } = await runCli(args, { env: { HOLYSHEEP_API_KEY: sandbox.apiKey } });
      expect(code).toBe(1);
      const failures = { AI_APICallError: { calls: 6, example: expect.any(String) } };
      expect(JSON.parse(out)[0]).toMatchObject({ total: 6, successful: 0, failed: 6, errors: failures });
      const told = await runCli(args.slice(0, -1), { env: { HOLYSHEEP_API_KEY: sandbox.apiKey } });
      expect(told.out).toMatch(/6 of 6 calls at 3 in flight failed with AI_APICallError: \S/);
    } finally {
      await sandbox.close();
    }
  });
});

describe('doctor', () => {
  let sandbox: Sandbox | undefined;
  afterEach(async () => {
    await sandbox?.close();
    sandbox = undefined;
  });

  it('finds a gateway that takes the key, and prints no key', async () => {
    sandbox = await startSandbox();
    const env = { HOLYSHEEP_API_KEY: sandbox.apiKey, HOLYSHEEP_BASE_URL: sandbox.url };
    const { code, out, err } = await runCli(['doctor'], { env });
    expect(code).toBe(0);
    expect(out).toContain(sandbox.url);
    expect(out + err).not.toContain(sandbox.apiKey);
  });

  it('says that the key is refused', async () => {
    sandbox = await startSandbox();
    const key = 'sk-wrong-0123456789abcdef';
    const env = { HOLYSHEEP_API_KEY: key, HOLYSHEEP_BASE_URL: sandbox.url };
    const { code, out, err } = await runCli(['doctor'], { env });
    expect(code).toBe(1);
    expect(out).toMatch(/refuse|401/);
    expect(out + err).not.toContain(key);
  });

  it('says that nothing listens', async () => {
    const gone = await startSandbox();
    await gone.close();
    const env = { HOLYSHEEP_API_KEY: gone.apiKey, HOLYSHEEP_BASE_URL: gone.url };
    const { code, out } = await runCli(['doctor'], { env });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ reachable +no: connect ECONNREFUSED 127\.0\.0\.1/);
  });

  it('says what `fetch` has against an address', async () => {
    const env = { HOLYSHEEP_API_KEY: 'x', HOLYSHEEP_BASE_URL: 'http://127.0.0.1:1' };
    expect((await runCli(['doctor'], { env })).out).toMatch(/✗ reachable +no: bad port/);
  });
});

describe('sandbox', () => {
  it('serves until it is told to stop', { timeout: 20_000 }, async () => {
    const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
    const child = spawn(process.execPath, [program, 'sandbox', '--port', '0', '--json'], { stdio: 'pipe' });
    const ended = new Promise(resolve => child.once('exit', resolve));
    const line = await new Promise<string>(resolve =>
      createInterface({ input: child.stdout }).once('line', resolve),
    );
    const { url, apiKey } = JSON.parse(line);
    const response = await fetch(`${url}/models`, { headers: { authorization: `Bearer ${apiKey}` } });
    expect(response.status).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});
