import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DashboardOptions, type DashboardSource, dashboard } from '../../src/dashboard/index.js';
import { type Served, serve } from '../dashboard/serve.js';
import { handSource } from '../dashboard/source.js';
import { executablePath, launch, openWatched } from './browser.js';
import { type Lively, lively } from './lively.js';

const toClose: (() => Promise<unknown>)[] = [];
let browser: Browser;
beforeAll(async () => {
  if (executablePath !== null) browser = await launch();
});
afterAll(() => browser?.close());
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

async function start(
  source: DashboardSource,
  options: Partial<DashboardOptions> = {},
  port = 0,
): Promise<Served> {
  const served = await serve(dashboard(source, { authorize: 'anyone', ...options }), port);
  toClose.push(() => served.close());
  return served;
}

async function look(url: string, options: Parameters<typeof openWatched>[2] = {}) {
  const watched = await openWatched(browser, url, options);
  toClose.push(() => watched.page.context().close());
  return watched;
}

const status = (page: Page) => page.getByRole('status');
const isLive = (page: Page) =>
  status(page)
    .filter({ hasText: /^Live$/ })
    .waitFor();
const figure = (page: Page, id: string) =>
  page.locator(`#${id}`).evaluate(element => Number((element as HTMLDataElement).value));
const rows = (page: Page) => page.locator('.calls .expand');

/** The figures at the top, as exact as they are in the page. */
async function expectReport(page: Page, { routed }: Lively): Promise<void> {
  const { totals, queue, targets } = routed.report();
  await expect.poll(() => figure(page, 'calls'), { timeout: 5_000 }).toBe(totals.calls);
  expect(await figure(page, 'cost')).toBe(totals.costUsd);
  expect(await figure(page, 'saved')).toBe(totals.savedUsd);
  expect(await figure(page, 'queue')).toBe(queue.active);
  const names = await page.locator('.target-name').allTextContents();
  expect(names).toEqual(Object.keys(targets));
  const told = await page.locator('.target-figures').allTextContents();
  for (const [index, { requests }] of Object.values(targets).entries())
    expect(told[index]).toContain(`${requests.toLocaleString('en')} attempts`);
}

describe.skipIf(executablePath === null)('the dashboard in a browser', () => {
  it('says what to do while there are no calls, then shows each as it settles, as report() has it', async () => {
    const source = lively();
    const { url } = await start(source);
    const { page, complaints } = await look(`${url}/dashboard`);
    await isLive(page);
    expect(await page.getByText('No calls yet.').isVisible()).toBe(true);
    expect(await rows(page).count()).toBe(0);
    await source.live(5_000);
    await rows(page).first().waitFor();
    expect(await page.getByText('No calls yet.').isVisible()).toBe(false);
    await expectReport(page, source);
    await source.live(100_000);
    await expectReport(page, source);
    expect(await rows(page).count()).toBe(50);
    expect(complaints).toEqual([]);
  });

  it.each(['/', '/dashboard', '/dashboard/', '/a/b/c'])('works where it is mounted: %s', async path => {
    const { url } = await start(handSource());
    const { page, complaints } = await look(url + path);
    await isLive(page);
    expect(await page.locator('h1').evaluate(element => getComputedStyle(element).fontSize)).toBe('22px');
    expect(complaints).toEqual([]);
  });

  it('shows names as text, whatever they would be as markup, and what would not be seen', async () => {
    const source = handSource();
    const hostile = `<img src=x onerror=alert(1)></script><script>alert(2)</script>"'&`;
    const name = `${hostile}\u202Etxt.exe`;
    const { url } = await start({
      ...source,
      report: () => ({
        ...source.report(),
        targets: {
          [name]: {
            requests: 3,
            errors: 0,
            errorRatio: 0,
            averageLatencyMs: 1,
            p50LatencyMs: 1,
            p95LatencyMs: 1,
            p99LatencyMs: 1,
            p50FirstContentMs: null,
            p95FirstContentMs: null,
            costUsd: 0,
            circuit: 'open' as const,
          },
          ['x'.repeat(5_000)]: {
            requests: 0,
            errors: 0,
            errorRatio: 0,
            averageLatencyMs: null,
            p50LatencyMs: null,
            p95LatencyMs: null,
            p99LatencyMs: null,
            p50FirstContentMs: null,
            p95FirstContentMs: null,
            costUsd: 0,
            circuit: 'closed' as const,
          },
        },
      }),
    });
    source.settle({
      target: name,
      model: name,
      tenant: name,
      task: name,
      session: name,
      tags: { [name]: name },
      reasons: [name],
      errorName: name,
      attempts: [
        {
          target: name,
          outcome: 'failed',
          errorClass: name as never,
          startedMs: 0,
          latencyMs: 5,
          costNanoUsd: 1,
        },
      ],
    });
    const { page, complaints } = await look(`${url}/d`, { viewport: { width: 390, height: 844 } });
    await isLive(page);
    await rows(page).first().click();
    const shown = `${hostile}⟨U+202E⟩txt.exe`;
    expect(await page.locator('.target-name').first().textContent()).toBe(shown);
    const details = page.locator('.details');
    expect(await details.locator('ul li').first().textContent()).toBe(shown);
    expect(
      await details
        .locator('dd')
        .filter({ hasText: `${shown}: ${shown}` })
        .count(),
    ).toBe(1);
    expect(await page.locator('img, #dashboard script').count()).toBe(0);
    expect(await page.evaluate(() => document.body.innerHTML.includes('\u202E'))).toBe(false);
    expect(await overflow(page)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('opens a call by keyboard, tells why and what was tried, and leaves it open as calls come in', async () => {
    const source = lively();
    await source.live(20_000);
    const { url } = await start(source);
    const { page, complaints } = await look(`${url}/d`);
    await isLive(page);
    await page.keyboard.press('Tab');
    const outline = () =>
      page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
    expect(await outline()).toBe('solid');
    await rows(page).first().focus();
    await page.keyboard.press('Enter');
    const button = page.locator('.expand[aria-expanded="true"]');
    const details = page.locator(`#${await button.getAttribute('aria-controls')}`);
    const newest = source.routed.ledger.recent(1)[0];
    expect(await details.locator('ul').first().textContent()).toBe(newest?.reasons.join(''));
    expect(await details.locator('.plot-attempt').count()).toBe(newest?.attempts.length);
    await source.live(3_000);
    await expectReport(page, source);
    expect(await button.count()).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-expanded'))).toBe('true');
    await page.keyboard.press('Space');
    expect(await button.count()).toBe(0);
    expect(await details.isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('stands still while it is paused, and then shows what is', async () => {
    const source = lively();
    const { url } = await start(source);
    const { page } = await look(`${url}/d`);
    await isLive(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    await status(page).filter({ hasText: 'Paused' }).waitFor();
    await source.live(2_000);
    // Two pages: when the other shows it, this one has had it too.
    const { page: other } = await look(`${url}/d`);
    await expectReport(other, source);
    await page.waitForTimeout(1_500);
    expect(await figure(page, 'calls')).toBe(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expectReport(page, source);
  });

  it('shows two who look the same', async () => {
    const source = lively();
    const { url } = await start(source);
    const [one, other] = [await look(`${url}/d`), await look(`${url}/d`)];
    await source.live(10_000);
    await expectReport(one.page, source);
    await expectReport(other.page, source);
  });

  it('says that the connection is lost and since when, and comes back by itself', async () => {
    const source = lively();
    const served = await start(source);
    const { page } = await look(`${served.url}/d`, { allow: /ERR_/ });
    await isLive(page);
    await served.close();
    await status(page).filter({ hasText: 'Connection lost' }).waitFor();
    expect(await page.locator('.status').textContent()).toMatch(/since \d\d:\d\d:\d\d/);
    await source.live(3_000);
    await start(source, {}, served.port);
    await isLive(page);
    await expectReport(page, source);
  });

  it.each([
    ['is refused', { kind: 'refused' }, 'Not allowed'],
    ['finds no place', { kind: 'full' }, 'Too many dashboards are open'],
  ])('says so when it %s', async (_, { kind }, text) => {
    const handler = dashboard(handSource(), {
      maxClients: 1,
      authorize: request => kind === 'full' || !request.url.endsWith('events'),
    });
    if (kind === 'full') await handler(new Request('http://app.example/d/events'));
    const served = await serve(handler);
    toClose.push(() => served.close());
    const { page } = await look(`${served.url}/d`, { allow: /403|503/ });
    await status(page).filter({ hasText: text }).waitFor();
  });

  it('tells that records were lost', async () => {
    const source = handSource();
    const { url } = await start({
      ...source,
      report: () => ({ ...source.report(), ledger: { recorded: 1_000, dropped: 12 } }),
    });
    const { page } = await look(`${url}/d`);
    await page.getByText('12 of 1,000 records were lost').waitFor();
  });

  it.each([
    ['light', 1_280],
    ['dark', 1_280],
    ['light', 390],
    ['dark', 390],
  ] as const)('can be read: %s, %s px wide', async (colorScheme, width) => {
    const source = lively();
    await source.live(60_000);
    const { url } = await start(source);
    const { page, complaints } = await look(`${url}/d`, { colorScheme, viewport: { width, height: 844 } });
    await isLive(page);
    await rows(page).first().click();
    expect(await overflow(page)).toBe(0);
    expect(await tooFaint(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('has its landmarks, headings and names in order, and moves nothing where that is not wanted', async () => {
    const { url } = await start(handSource());
    const { page } = await look(`${url}/d`, { reducedMotion: 'reduce' });
    await isLive(page);
    for (const role of ['banner', 'main', 'contentinfo'] as const)
      expect(await page.getByRole(role).count()).toBe(1);
    const levels = await page
      .locator('h1, h2, h3')
      .evaluateAll(all => all.map(({ tagName }) => Number(tagName[1])));
    expect(levels[0]).toBe(1);
    expect(levels.every((level, index) => index === 0 || level <= (levels[index - 1] as number) + 1)).toBe(
      true,
    );
    expect(await page.locator('svg:not([aria-label])').count()).toBe(0);
    expect(await page.locator('.lamp').evaluate(lamp => getComputedStyle(lamp).animationName)).toBe('none');
  });

  it.runIf(process.env.SCREENSHOTS)(
    'is shown in docs/',
    async () => {
      const source = lively();
      await source.live(70_000);
      const { url } = await start(source);
      // Lines are looked at only while somebody looks: time goes by as it does.
      const { page: first } = await look(`${url}/dashboard`);
      await isLive(first);
      await source.live(45_000, stepMs => first.waitForTimeout(stepMs));
      const shots = [
        { name: 'light', colorScheme: 'light', width: 1_280, height: 1_960 },
        { name: 'dark', colorScheme: 'dark', width: 1_280, height: 1_960 },
        { name: 'phone', colorScheme: 'light', width: 390, height: 1_400 },
      ] as const;
      for (const { name, colorScheme, width, height } of shots) {
        const { page } = await look(`${url}/dashboard`, { colorScheme, viewport: { width, height } });
        await isLive(page);
        await page.waitForTimeout(1_200);
        await page.screenshot({ path: `docs/dashboard-${name}.png` });
      }
    },
    180_000,
  );
});

/** How far the page could be moved sideways. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Text whose contrast with what is behind it is below 4.5 to 1, as WCAG 2.2 has it (1.4.3). */
const tooFaint = (page: Page) =>
  page.evaluate(() => {
    const painter = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const colourOf = (css: string): number[] => {
      painter?.clearRect(0, 0, 1, 1);
      if (painter) painter.fillStyle = css;
      painter?.fillRect(0, 0, 1, 1);
      return [...(painter?.getImageData(0, 0, 1, 1).data ?? [])];
    };
    const luminance = (css: string) => {
      const [red = 0, green = 0, blue = 0] = colourOf(css).map(part => {
        const ratio = part / 255;
        return ratio <= 0.04045 ? ratio / 12.92 : ((ratio + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element: Element | null): string => {
      if (element === null) return 'white';
      const { backgroundColor } = getComputedStyle(element);
      return colourOf(backgroundColor)[3] === 255 ? backgroundColor : behind(element.parentElement);
    };
    const found: string[] = [];
    for (const element of document.querySelectorAll('#dashboard *')) {
      const hasText = [...element.childNodes].some(
        ({ nodeType, textContent }) => nodeType === 3 && textContent?.trim(),
      );
      if (!hasText || element.getClientRects().length === 0) continue;
      const style = getComputedStyle(element);
      const ink = luminance(element instanceof SVGElement ? style.fill : style.color);
      const ground = luminance(behind(element));
      const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
      if (contrast < 4.5) found.push(`${element.textContent?.slice(0, 40)}: ${contrast.toFixed(2)}`);
    }
    return [...new Set(found)];
  });
