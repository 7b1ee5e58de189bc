import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { formatMs, formatSaved, formatUsd } from '../../examples/nextjs/lib/format.js';
import type { ModelsNow } from '../../examples/nextjs/lib/models-now.js';
import { executablePath, launch } from '../browser/browser.js';
import { next, startApplication } from './application.js';
import { type ChatPage, openChat, readChunks, sandboxLog } from './chat-page.js';

const url = inject('url');
const models = ['deepseek-v3.2', 'gemini-2.5-flash', 'claude-sonnet-4.5', 'gpt-4.1'];

const essay = 'Explain in 120 words how TCP slow start works';
const longEssay = 'Explain in 400 words how TCP slow start works';

/** Kept in docs/ when they are asked for: UPDATE_SCREENSHOTS=1 npm run e2e. */
async function keepScreenshot(page: Page, name: string): Promise<void> {
  if (!process.env.UPDATE_SCREENSHOTS) return;
  const path = fileURLToPath(new URL(`../../docs/nextjs-${name}.png`, import.meta.url));
  await page.mouse.move(0, 0);
  await page.screenshot({ path, animations: 'disabled' });
}

async function setFault(model: string, isBroken: boolean): Promise<void> {
  const response = await fetch(`${url}/api/sandbox`, {
    method: 'POST',
    body: JSON.stringify({ model, isBroken }),
  });
  expect(response.status).toBe(200);
}

describe.skipIf(executablePath === null)('the Next.js application', () => {
  let browser: Browser;
  let chat: ChatPage;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
    });
    chat = await openChat(await context.newPage(), url);
  });
  afterEach(async () => {
    for (const model of models) await setFault(model, false);
    const { problems, page } = chat;
    await page.context().close();
    expect(problems).toEqual([]);
  });

  it('streams an answer: its text grows in steps, and ends as what the server sent', async () => {
    const { page } = chat;
    await page.evaluate(() => {
      const lengths: number[] = [];
      Object.assign(window, { lengths });
      new MutationObserver(() => {
        const text = document.querySelector('article[data-role=assistant] p')?.textContent ?? '';
        if (text.length > (lengths.at(-1) ?? 0)) lengths.push(text.length);
      }).observe(document.querySelector('[role=log]') as Element, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
    const { text, report } = await chat.ask(essay);
    expect(text.length).toBeGreaterThan(300);
    expect(await chat.answers.locator('> p').textContent()).toBe(text);
    const lengths = await page.evaluate(() => (window as unknown as { lengths: number[] }).lengths);
    expect(lengths.length).toBeGreaterThan(4);
    expect(lengths.at(0)).toBeLessThan(text.length / 2);
    expect(lengths.at(-1)).toBe(text.length);
    expect(report).not.toBeNull();
  });

  it('shows in the badge what the server’s metadata says, and that is what the gateway was asked', async () => {
    const before = await sandboxLog(url);
    const { report } = await chat.ask('Explain how TCP slow start works');
    if (report === null) throw new Error('The answer came without metadata.');
    const after = await sandboxLog(url);
    expect(after.total - before.total).toBe(1);
    expect(after.last.at(-1)).toMatchObject({ modelId: report.model, status: 200, stream: true });
    expect(report).toMatchObject({ requested: 'auto', tier: 'medium', calls: 1, estimated: false });

    const saved = formatSaved(report.savedUsd, report.baselineCostUsd);
    expect(saved).toMatch(/^saved \d+ %$/);
    const badge = await chat.page.getByTestId('badge').locator('> *').allTextContents();
    expect(badge).toEqual([
      'medium',
      report.model,
      formatMs(report.latencyMs),
      formatUsd(report.costUsd),
      saved,
      'Why this model?',
    ]);
  });

  it('tells why by keyboard alone: the badge opens with Enter and closes with Escape', async () => {
    const { page } = chat;
    const { report } = await chat.ask('Prove in 50 words that the square root of 2 is irrational');
    const badge = page.getByTestId('badge');
    const why = page.getByRole('dialog');
    expect(
      await page.getByLabel('Your message').evaluate(element => element === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await why.waitFor();
    expect(await why.getByRole('heading', { level: 3 }).textContent()).toBe(`Why ${report?.model}`);
    expect(await why.locator('ul > li').allTextContents()).toEqual(report?.reasons);
    expect(await why.getByText('Score').locator('..').textContent()).toContain(report?.score?.toFixed(2));
    expect(await why.locator('ol > li').count()).toBe(1);
    await keepScreenshot(page, 'why');
    await page.keyboard.press('Escape');
    await why.waitFor({ state: 'hidden' });
    expect(await badge.evaluate(element => element === document.activeElement)).toBe(true);
  });

  it('answers in the tier that was chosen, and sends the priority along', async () => {
    const { page } = chat;
    await chat.chooseTier('complex');
    await page.getByLabel('Priority').selectOption('critical');
    const dear = await chat.ask('Translate: Hello world to French');
    expect(dear.asked).toMatchObject({ tier: 'complex', priority: 'critical', maxCostUsd: null });
    expect(dear.report).toMatchObject({ tier: 'complex', target: 'claude-sonnet-4.5' });
    await chat.chooseTier('simple');
    const cheap = await chat.ask('Prove in 40 words that there are infinitely many primes');
    expect(cheap.report).toMatchObject({ tier: 'simple', target: 'deepseek-v3.2' });
    await keepScreenshot(page, 'chat');
  });

  it('says so when nothing fits the price cap, asks no model, and goes on when the cap is raised', async () => {
    const { page } = chat;
    await chat.ask('Translate: Hello world to German');
    const before = await sandboxLog(url);
    await page.getByLabel('Cap, $').fill('0.0000001');
    const refused = await chat.ask('Translate: Hello world to Spanish');
    expect(refused.asked).toMatchObject({ maxCostUsd: 1e-7 });
    expect(await page.getByRole('log').getByRole('alert').textContent()).toMatch(
      /^No model can answer this within the price cap\. Raise the cap, or clear it\./,
    );
    expect((await sandboxLog(url)).total).toBe(before.total);

    await page.getByLabel('Cap, $').fill('0.01');
    const retried = page.waitForResponse(response => response.url().endsWith('/api/chat'));
    await page.getByRole('button', { name: 'Try again' }).click();
    expect((await retried).request().postDataJSON()).toMatchObject({ maxCostUsd: 0.01 });
    await chat.answers.getByText('Hola mundo').waitFor();
    expect(await page.getByRole('log').getByRole('alert').count()).toBe(0);
    expect(await page.locator('article[data-role=user]').count()).toBe(2);
    expect(await chat.answers.first().textContent()).toContain('Hallo Welt');
  });

  it('loses nothing when a model breaks in the middle of a conversation: another one answers', async () => {
    const { page } = chat;
    await chat.chooseTier('medium');
    const first = await chat.ask('Translate: Hello world to Italian');
    expect(first.report?.target).toBe('gemini-2.5-flash');
    await chat.setBroken('gemini-2.5-flash', true);
    const second = await chat.ask('Translate: Hello world to Portuguese');

    expect(second.report).toMatchObject({
      target: 'gpt-4.1',
      attempts: [
        { target: 'gemini-2.5-flash', outcome: 'failed', errorClass: 'connection' },
        { target: 'gpt-4.1', outcome: 'ok' },
      ],
    });
    expect(second.asked.messages).toHaveLength(3);
    expect(await chat.answers.locator('> p').allTextContents()).toEqual([first.text, second.text]);
    expect(second.text).toContain('Olá mundo');
    expect(await page.getByTestId('badge').last().textContent()).toContain('failover');
    await page.getByTestId('badge').last().click();
    const rows = page.getByRole('dialog').locator('ol > li');
    expect(await rows.first().textContent()).toContain('gemini-2.5-flashfailed, connection');
    expect(await rows.last().textContent()).toContain('gpt-4.1ok');
    await keepScreenshot(page, 'failover');
  });

  it('loses nothing when a model breaks while it writes: the next one goes on with the same answer', async () => {
    const { page } = chat;
    await chat.chooseTier('complex');
    const answer = await chat.begin(longEssay);
    const paragraph = chat.answers.locator('> p');
    await page.waitForFunction(
      () => (document.querySelector('article[data-role=assistant] p')?.textContent?.length ?? 0) > 150,
    );
    await chat.setBroken('claude-sonnet-4.5', true);
    const writtenBefore = (await paragraph.textContent()) ?? '';
    const { report, text, chunks } = await answer.sent();

    expect(report).toMatchObject({
      target: 'gpt-4.1',
      attempts: [
        { target: 'claude-sonnet-4.5', outcome: 'failed' },
        { target: 'gpt-4.1', outcome: 'ok' },
      ],
    });
    expect(chunks.some(({ type }) => type === 'error')).toBe(false);
    expect(writtenBefore.length).toBeGreaterThan(150);
    expect(text.startsWith(writtenBefore)).toBe(true);
    expect(await paragraph.textContent()).toBe(text);
    expect(report?.costNanoUsd).toBe(
      report?.attempts.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0),
    );
  });

  it('keeps the text so far when all models break while one writes, says so, and goes on when they are back', async () => {
    const { page } = chat;
    const answer = await chat.begin(longEssay);
    const paragraph = chat.answers.first().locator('> p');
    await page.waitForFunction(
      () => (document.querySelector('article[data-role=assistant] p')?.textContent?.length ?? 0) > 150,
    );
    for (const model of models) await chat.setBroken(model, true);
    const { text, report } = await answer.sent();
    const alert = page.getByRole('log').getByRole('alert');
    expect(await alert.textContent()).toContain('What had come by then is kept.');
    expect(text.length).toBeGreaterThan(150);
    expect(await paragraph.textContent()).toBe(text);
    // What it took is told, too.
    expect(report?.attempts.filter(({ outcome }) => outcome === 'failed').length).toBeGreaterThan(1);
    expect(await page.getByTestId('badge').textContent()).toContain('failover');

    for (const model of models) await chat.setBroken(model, false);
    const { text: after, asked } = await chat.ask('Translate: Hello world to Dutch');
    expect(after).toContain('Hallo wereld');
    expect(await alert.count()).toBe(0);
    expect(await paragraph.textContent()).toBe(text);
    expect(JSON.stringify(asked.messages)).toContain(JSON.stringify(text).slice(1, 100));
  });

  it('adds up a tool loop: two calls, one badge, the cost of both', async () => {
    const { page } = chat;
    await page.getByLabel('Weather tool').check();
    const before = await sandboxLog(url);
    const { report } = await chat.ask('What is the weather in Paris?');
    expect((await sandboxLog(url)).total - before.total).toBe(2);
    expect(report?.calls).toBe(2);
    expect(report?.attempts).toHaveLength(2);
    const sum = report?.attempts.reduce((total, { costNanoUsd }) => total + (costNanoUsd ?? 0), 0) ?? 0;
    expect(report?.costNanoUsd).toBe(sum);
    expect(await chat.answers.getByText(/^weather in Paris: \w+, \d+ °C$/).count()).toBe(1);
    const badge = page.getByTestId('badge');
    expect(await badge.textContent()).toContain(formatUsd(sum / 1e9));
    await badge.click();
    expect(await page.getByRole('heading', { name: '2 attempts in 2 calls' }).count()).toBe(1);
  });

  it('has a dashboard whose figures are those of report(), in a tab of its own', async () => {
    const { page } = chat;
    await chat.ask('Translate: Hello world to Japanese');
    const [tab] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Dashboard' }).click(),
    ]);
    const complaints: string[] = [];
    tab.on('console', message => message.type() === 'error' && complaints.push(message.text()));
    await tab
      .getByRole('status')
      .filter({ hasText: /^Live$/ })
      .waitFor();
    const figure = (id: string) =>
      tab.locator(`#${id}`).evaluate(element => (element as HTMLDataElement).value);
    const expectReport = async () => {
      const { models: now, totals } = (await (await fetch(`${url}/api/models`)).json()) as ModelsNow;
      await expect.poll(() => figure('calls')).toBe(String(totals.calls));
      expect(await figure('cost')).toBe(String(totals.costUsd));
      expect(await figure('saved')).toBe(String(totals.savedUsd));
      expect(await tab.locator('.target-name').allTextContents()).toEqual(now.map(({ id }) => id));
      return totals;
    };
    const before = await expectReport();
    // It hears of the next one by itself.
    await chat.ask('Translate: Hello world to Chinese');
    expect((await expectReport()).calls).toBe(before.calls + 1);
    expect(await tab.locator('.calls tr:has(.expand)').first().textContent()).toContain('deepseek-v3.2');
    expect(complaints).toEqual([]);
  });

  it('fits a phone, in the dark: nothing to scroll sideways, and the models fold out', async () => {
    const { page } = chat;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await chat.ask('Explain how TCP slow start works');
    const sideways = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await sideways()).toBe(0);
    const [, red] = /^rgb\((\d+),/.exec(
      await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    ) as RegExpExecArray;
    expect(Number(red)).toBeLessThan(40);
    await keepScreenshot(page, 'phone');

    await page.getByTestId('badge').click();
    const box = await page.getByRole('dialog').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    await page.keyboard.press('Escape');

    const toggle = page.getByRole('switch', { name: 'Break gpt-4.1' });
    expect(await toggle.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Models' }).click();
    expect(await toggle.isVisible()).toBe(true);
    expect(await sideways()).toBe(0);
  });

  it('shows a circuit open when a model keeps failing, and closed when it is back', async () => {
    const { page } = chat;
    await chat.chooseTier('simple');
    await chat.setBroken('deepseek-v3.2', true);
    const row = page.locator('[data-model="deepseek-v3.2"]');
    for (const language of ['French', 'German', 'Spanish'])
      await chat.ask(`Translate: Hello world to ${language}`);
    await row.getByText('circuit open').waitFor();
    const { report } = await chat.ask('Translate: Hello world to Korean');
    expect(report?.attempts.map(({ target }) => target)).not.toContain('deepseek-v3.2');

    await chat.setBroken('deepseek-v3.2', false);
    await row.getByText('circuit half-open').waitFor({ timeout: 20_000 });
    await chat.ask('Translate: Hello world to Chinese');
    await row.getByText('circuit closed').waitFor();
  });
});

describe.skipIf(executablePath === null)('the application’s server', () => {
  const settings = { tier: 'auto', maxCostUsd: null, priority: 'normal', useTools: false };
  const message = { id: 'm', role: 'user', parts: [{ type: 'text', text: 'Hi' }] };
  const body = { ...settings, id: 'c', trigger: 'submit-message', messages: [message] };
  const post = (to: string, content: unknown) =>
    fetch(to, { method: 'POST', body: typeof content === 'string' ? content : JSON.stringify(content) });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /the body/],
    ['an unknown tier', { ...body, tier: 'huge' }, /: tier\.$/],
    ['a cap that is no cap', { ...body, maxCostUsd: -1 }, /: maxCostUsd\.$/],
    ['an unknown priority', { ...body, priority: 0 }, /: priority\.$/],
    ['an unknown field', { ...body, target: 'gpt-4.1' }, /the body/],
    ['no messages', { ...body, messages: [] }, /: messages\.$/],
    ['messages of another shape', { ...body, messages: [{ ...message, role: 'root' }] }, /: messages\.$/],
    ['parts of another shape', { ...body, messages: [{ ...message, parts: [7] }] }, /: messages\.$/],
  ])('refuses %s, in words, before any model is asked', async (_, content, words) => {
    const before = await sandboxLog(url);
    const response = await post(`${url}/api/chat`, content);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(words);
    expect((await sandboxLog(url)).total).toBe(before.total);
  });

  it('refuses to break what is not there', async () => {
    expect((await post(`${url}/api/sandbox`, { model: 'gpt-9', isBroken: true })).status).toBe(400);
    expect((await post(`${url}/api/sandbox`, { model: 'gpt-4.1', isBroken: 'yes' })).status).toBe(400);
    expect((await post(`${url}/api/sandbox`, '')).status).toBe(400);
  });

  it('starts no sandbox when there is a key: nothing to break, and no key in what it says', async () => {
    const key = 'sk-e2e-0123456789abcdef';
    // Nobody listens on port 9 of loopback, and nothing is asked of anybody else.
    const env = { HOLYSHEEP_API_KEY: key, HOLYSHEEP_BASE_URL: 'http://127.0.0.1:9/v1', ROUTED_SANDBOX: '1' };
    const live = await startApplication(next('start'), env);
    try {
      expect(await (await fetch(`${live.url}/api/models`)).json()).toMatchObject({ isSandbox: false });
      expect((await fetch(`${live.url}/api/sandbox`)).status).toBe(404);
      expect((await post(`${live.url}/api/sandbox`, { model: 'gpt-4.1', isBroken: true })).status).toBe(404);
      expect((await fetch(`${live.url}/dashboard`)).status).toBe(403);
      const answer = await (await post(`${live.url}/api/chat`, body)).text();
      expect(answer).toContain('"type":"error"');
      expect(answer).toContain('All attempts failed');
      expect(answer + live.output()).not.toContain(key);
    } finally {
      await live.stop();
    }
  });

  it('in production without a key and without being told to simulate, asks for a key', async () => {
    const keyless = await startApplication(next('start'));
    try {
      expect((await fetch(`${keyless.url}/api/sandbox`)).status).toBe(404);
      expect(await (await post(`${keyless.url}/api/chat`, body)).text()).toContain('set HOLYSHEEP_API_KEY');
    } finally {
      await keyless.stop();
    }
  });

  it('is started by npm run dev with a sandbox, and Ctrl-C ends both', async () => {
    const dev = await startApplication(['npm', 'run', 'dev', '--']);
    let sandbox: string | undefined;
    try {
      const answer = await (await post(`${dev.url}/api/chat`, body)).text();
      expect(readChunks(answer).text).toMatch(/^This is a simulated answer/);
      sandbox = /simulated, by a sandbox on (http:\S+)/.exec(dev.output())?.[1];
      expect((await fetch(`${sandbox}/models`)).status).toBe(401);
    } finally {
      await dev.stop();
    }
    await expect(fetch(dev.url)).rejects.toThrow();
    await expect(fetch(`${sandbox}/models`)).rejects.toThrow();
  });
});
