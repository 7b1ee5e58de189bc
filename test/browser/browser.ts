import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { chromiumArguments, chromiumPath } from '../../scripts/with-chromium.mjs';

/** Null: there is none, and that was said. */
export const executablePath = chromiumPath();

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath as string, args: chromiumArguments });

export interface Watched {
  readonly page: Page;
  /** What the page complained of: errors, warnings, breaches of its policy; and what it asked of other hosts. */
  readonly complaints: string[];
}

/** A page of its own, which is listened to. `allow`: what it may complain of. */
export async function openWatched(
  browser: Browser,
  url: string,
  { allow, ...options }: BrowserContextOptions & { allow?: RegExp } = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string) => allow?.test(text) || complaints.push(text);
  page.on('console', message => ['error', 'warning'].includes(message.type()) && complain(message.text()));
  page.on('pageerror', error => complain(String(error)));
  page.on('dialog', dialog => {
    complain(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', request => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(url).origin) complain(`asked of ${origin}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(url);
  return { page, complaints };
}
