import { createCalls } from './calls.js';
import { createCharts } from './charts.js';
import { createCircuits } from './circuits.js';
import type { ConnectionState } from './connection.js';
import { listen } from './connection.js';
import { createControls } from './controls.js';
import { el, setText } from './dom.js';
import { createShares } from './shares.js';
import type { State } from './state.js';
import { applied } from './state.js';
import { createStatus } from './status.js';
import { createTiles } from './tiles.js';

const root = document.getElementById('dashboard') as HTMLElement;
const status = createStatus();
const tiles = createTiles();
const charts = createCharts();
const shares = createShares();
const circuits = createCircuits();
const calls = createCalls();
const controls = createControls(() => show());

const drops = el('p', { class: 'notice', hidden: '' });
const noCalls = el(
  'div',
  { class: 'card empty', hidden: '' },
  el('p', {}, el('strong', {}, 'No calls yet.')),
  el('p', {}, 'Make one through this provider, and it is here within a second:'),
  el('pre', {}, el('code', {}, "await generateText({ model: routed('auto'), prompt: 'Hello' });")),
  el('p', { class: 'faint' }, 'Shown are calls of this process, through all instances of the same name.'),
);
const notKept = el(
  'p',
  { class: 'faint', hidden: '' },
  'The ledger keeps no calls in memory (ledger: false, or keep: 0).',
);
const section = (id: string, title: string, ...children: Node[]) =>
  el('section', { 'aria-labelledby': id }, el('h2', { id }, title), ...children);
const body = el(
  'main',
  { hidden: '' },
  drops,
  noCalls,
  section('now', 'So far', tiles.element),
  section('over-time', 'Over time', el('div', { class: 'cards' }, ...charts.elements, shares.element)),
  section('circuits', 'Targets and their circuits', el('div', { class: 'card' }, ...circuits.elements)),
  section('last-calls', 'Last 50 calls', el('div', { class: 'card flush' }, calls.element, notKept)),
);
const footer = el('footer', { class: 'faint' });
root.replaceChildren(
  el('header', {}, el('h1', {}, 'Routing'), status.element, controls.element),
  body,
  footer,
);

let connection: ConnectionState = { kind: 'connecting' };
let state: State | null = null;
/** What is on the page: while it is paused, what was there when it was. */
let shown: State | null = null;
let shownAtMs = 0;

function show(): void {
  const isLedger = state?.report.scope === 'ledger';
  status.show(connection, controls.isPaused, isLedger ? (state?.calls[0]?.at ?? null) : null);
  // Nobody sees it: what happens meanwhile is drawn at the next look.
  if (document.hidden) return;
  if (!controls.isPaused || shown === null) {
    shown = state;
    // Where the connection is lost time stands still: nothing is known of it.
    if (connection.kind === 'live' || shownAtMs === 0) shownAtMs = Date.now();
  }
  if (shown === null) return;
  const nowMs = shownAtMs + shown.aheadMs;
  const { range } = controls;
  const { totals, ledger } = shown.report;
  body.hidden = false;
  noCalls.hidden = totals.calls > 0 || shown.calls.length > 0;
  notKept.hidden = totals.calls === 0 || shown.calls.length > 0;
  drops.hidden = ledger.dropped === 0;
  setText(
    drops,
    `${ledger.dropped.toLocaleString('en')} of ${ledger.recorded.toLocaleString('en')} records were lost by the ledger’s sink.`,
  );
  setText(
    footer,
    shown.report.scope === 'ledger'
      ? 'ai-sdk-routed · sums are of the ledger; time stands still at its last call'
      : 'ai-sdk-routed · sums are of this process since it started',
  );
  tiles.show(shown, nowMs, range);
  charts.show(shown, nowMs, range);
  shares.show(shown);
  circuits.show(shown, nowMs, range);
  calls.show(shown);
}

void listen(root.dataset.events as string, {
  onMessage(message) {
    state = applied(state, message, Date.now());
  },
  onState(changed) {
    connection = changed;
    show();
  },
});
// Time goes on where nothing happens.
setInterval(show, 1_000);
document.addEventListener('visibilitychange', show);
new ResizeObserver(show).observe(root);
