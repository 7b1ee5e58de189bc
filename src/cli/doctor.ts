import { createRequire } from 'node:module';
import type { Command } from './command.js';
import type { Terminal } from './terminal/terminal.js';
import { version } from './version.js';

const longestWaitMs = 5_000;
const defaultBaseURL = 'https://api.holysheep.ai/v1';
const keyVariables = ['HOLYSHEEP_API_KEY', 'OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'DEEPSEEK_API_KEY'];

interface Check {
  readonly name: string;
  /** Null: neither good nor bad. */
  readonly isGood: boolean | null;
  readonly says: string;
}

export const doctor: Command = {
  name: 'doctor',
  what: 'Looks at key, base URL, reachability and versions. Never prints a key.',
  flags: { json: { kind: 'flag', what: 'print the findings as JSON' } },
  async run({ isSet }, terminal) {
    const baseURL = process.env.HOLYSHEEP_BASE_URL || defaultBaseURL;
    const key = process.env.HOLYSHEEP_API_KEY || undefined;
    const checks = [
      versionOf('ai-sdk-routed', version),
      nodeVersion(),
      sdkVersion(),
      ...keyVariables.map(keyCheck),
      addressCheck(baseURL),
      await reach(baseURL, key),
    ];
    if (isSet('json')) terminal.out(JSON.stringify(checks, null, 2));
    else for (const check of checks) terminal.out(lineOf(check, terminal));
    return checks.some(({ isGood }) => isGood === false) ? 1 : 0;
  },
};

function lineOf({ name, isGood, says }: Check, { paint }: Terminal): string {
  const mark = isGood === null ? paint('dim', '–') : isGood ? paint('green', '✓') : paint('red', '✗');
  return `${mark} ${name.padEnd(18)} ${says}`;
}

const versionOf = (name: string, says: string): Check => ({ name, isGood: true, says });

function nodeVersion(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isGood = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'node',
    isGood,
    says: isGood ? process.version : `${process.version}: at least 20.19 is needed`,
  };
}

/** The AI SDK that the project in this folder has. */
function sdkVersion(): Check {
  try {
    const found = createRequire(`${process.cwd()}/`)('ai/package.json') as { version: string };
    return versionOf('ai', found.version);
  } catch {
    return { name: 'ai', isGood: null, says: 'not installed in this folder' };
  }
}

const keyCheck = (variable: string): Check => {
  const isSet = (process.env[variable] ?? '').trim() !== '';
  const isNeeded = variable === 'HOLYSHEEP_API_KEY';
  return {
    name: variable,
    isGood: isSet ? true : isNeeded ? false : null,
    says: isSet ? 'set' : isNeeded ? 'not set: the built-in targets need it, the demo does not' : 'not set',
  };
};

function addressCheck(baseURL: string): Check {
  try {
    const { protocol, username, password, origin, pathname } = new URL(baseURL);
    const isGood = /^https?:$/.test(protocol) && username === '' && password === '';
    const says = isGood ? `${origin}${pathname}` : 'must be http(s), without user and password';
    return { name: 'base URL', isGood, says };
  } catch {
    return { name: 'base URL', isGood: false, says: 'HOLYSHEEP_BASE_URL is no URL' };
  }
}

async function reach(baseURL: string, key: string | undefined): Promise<Check> {
  const name = 'reachable';
  const startedAtMs = performance.now();
  try {
    const response = await fetch(`${baseURL.replace(/\/$/, '')}/models`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(longestWaitMs),
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });
    await response.body?.cancel();
    const tookMs = Math.round(performance.now() - startedAtMs);
    const { status } = response;
    if (status === 401 || status === 403)
      return { name, isGood: false, says: `yes, in ${tookMs} ms, but the key was refused (${status})` };
    if (status >= 300) return { name, isGood: false, says: `answers ${status} to GET /models` };
    return { name, isGood: true, says: `yes, in ${tookMs} ms` };
  } catch (error) {
    return { name, isGood: false, says: `no: ${whyNot(error as Error)}` };
  }
}

/** "fetch failed" says nothing: its cause does, in words or, where several addresses were tried, in a code. */
function whyNot({ name, message, cause }: Error): string {
  if (name === 'TimeoutError') return `no answer within ${longestWaitMs} ms`;
  const { message: words, code } = (cause ?? {}) as { readonly message?: string; readonly code?: string };
  return words || code || message;
}
