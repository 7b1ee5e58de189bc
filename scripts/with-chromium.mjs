import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const found = () => places.find(place => place !== undefined && place !== '' && existsSync(place)) ?? null;

/** For a machine without a screen: says nothing to anybody but the page it is sent to. */
export const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Where Chromium is; installs Debian's own where apt-get is there and may. Null where there is none: then it is said out
 * loud that tests are left out. With `CI` set it throws instead: there nothing may be.
 */
export function chromiumPath() {
  const path = found() ?? installed();
  if (path !== null) return path;
  const problem =
    'There is no Chromium, and it could not be installed: set CHROMIUM_PATH, or apt-get install chromium.';
  if (process.env.CI) throw new Error(problem);
  console.error(`\n!!! SKIPPED: tests in a browser. ${problem}\n`);
  return null;
}

function installed() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  try {
    console.error('Chromium is installed by apt-get, which takes a minute.');
    execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch {
    return null;
  }
  return found();
}
