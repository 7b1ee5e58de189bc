import type { Locator, Page } from 'playwright-core';
import type { RoutedReport } from '../../src/index.js';
import type { SandboxRequests } from '../../src/sandbox/index.js';

type Report = RoutedReport & { readonly calls: number };

/** One answer as the server sent it: its chunks, and what the last of their metadata says. */
export interface Sent {
  readonly chunks: ReadonlyArray<Record<string, unknown>>;
  readonly report: Report | null;
  readonly text: string;
  /** The body of the request. */
  readonly asked: { readonly messages: readonly unknown[]; readonly [key: string]: unknown };
}

/** The chat in a browser, as a person uses it. */
export interface ChatPage {
  readonly page: Page;
  /** What the console called an error, requests that failed, and answers of 400 and above. */
  readonly problems: readonly string[];
  readonly answers: Locator;
  /** Types and sends, and resolves when the answer has begun. */
  begin(text: string): Promise<{ sent(): Promise<Sent> }>;
  /** Types, sends, and waits for the end. */
  ask(text: string): Promise<Sent>;
  chooseTier(tier: string): Promise<void>;
  /** Flips the switch of a model, and waits until the server has done it. */
  setBroken(model: string, isBroken: boolean): Promise<void>;
}

export async function openChat(page: Page, url: string): Promise<ChatPage> {
  const problems: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', error => problems.push(String(error)));
  page.on('requestfailed', request => problems.push(`${request.url()} ${request.failure()?.errorText}`));
  page.on('response', response => {
    if (response.status() >= 400) problems.push(`${response.url()} ${response.status()}`);
  });
  // Kept as it comes: of a request that the page is done with, a browser hands out no body.
  await page.addInitScript(() => {
    const { fetch } = window;
    window.fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (String(input).endsWith('/api/chat')) Object.assign(window, { sent: response.clone().text() });
      return response;
    };
  });
  await page.goto(url);
  const composer = page.getByLabel('Your message');

  async function begin(text: string) {
    await composer.fill(text);
    const begun = page.waitForResponse(response => response.url().endsWith('/api/chat'));
    await composer.press('Enter');
    const response = await begun;
    return {
      async sent() {
        const body = await page.evaluate(() => (window as unknown as { sent: Promise<string> }).sent);
        await page.getByRole('log').and(page.locator('[aria-busy=false]')).waitFor();
        return readSent(body, response.request().postDataJSON());
      },
    };
  }

  return {
    page,
    problems,
    answers: page.locator('article[data-role=assistant]'),
    begin,
    ask: async text => (await begin(text)).sent(),
    async chooseTier(tier) {
      await page.getByRole('radio', { name: tier }).check({ force: true });
    },
    async setBroken(model, isBroken) {
      const done = page.waitForResponse(response => response.url().endsWith('/api/sandbox'));
      await page.getByRole('switch', { name: `Break ${model}` }).setChecked(isBroken, { force: true });
      await done;
    },
  };
}

/** The chunks of a body of server-sent events, and the text in them. */
export function readChunks(body: string): Pick<Sent, 'chunks' | 'text'> {
  const chunks: Sent['chunks'] = body
    .split('\n')
    .filter(line => line.startsWith('data: {'))
    .map(line => JSON.parse(line.slice('data: '.length)));
  return { chunks, text: chunks.map(({ type, delta }) => (type === 'text-delta' ? delta : '')).join('') };
}

function readSent(body: string, asked: Sent['asked']): Sent {
  const { chunks, text } = readChunks(body);
  const metadata = chunks.findLast(({ type }) => type === 'message-metadata')?.messageMetadata;
  const { routed = null } = (metadata ?? {}) as { routed?: Report };
  return { chunks, text, report: routed, asked };
}

/** What the gateway was asked, by its own count. */
export const sandboxLog = async (url: string): Promise<SandboxRequests> =>
  (await fetch(`${url}/api/sandbox`)).json() as Promise<SandboxRequests>;
