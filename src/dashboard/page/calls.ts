import type { CallView } from '../messages.js';
import { duration, usd } from '../plots/figures.js';
import { clock } from '../plots/ticks.js';
import { visible } from '../plots/visible.js';
import { callDetails } from './call-details.js';
import { el, named } from './dom.js';
import { inUsd } from './in-usd.js';
import type { State } from './state.js';

const columns = [
  { title: 'Time', kind: 'time' },
  { title: 'Tier', kind: 'tier' },
  { title: 'Target', kind: 'target' },
  { title: 'Outcome', kind: 'outcome-of' },
  { title: 'Cost', kind: 'cost' },
  { title: 'Saved', kind: 'saved' },
  { title: 'First content', kind: 'first' },
  { title: 'Total', kind: 'total' },
] as const;

/** The last calls, each of which opens to show how it came about. Rows stay what they are: an open one stays open. */
export function createCalls() {
  const body = el('tbody');
  const table = el(
    'table',
    { class: 'calls' },
    el('caption', { class: 'unseen' }, 'The last 50 calls, the newest first'),
    el(
      'thead',
      {},
      el('tr', {}, ...columns.map(({ title, kind }) => el('th', { scope: 'col', class: kind }, title))),
    ),
    body,
  );
  const rows = new Map<string, readonly HTMLTableRowElement[]>();

  function show({ calls }: State): void {
    const keys = new Map(calls.map(call => [`${call.at} ${call.callId}`, call]));
    for (const [key, pair] of rows) {
      if (keys.has(key)) continue;
      for (const row of pair) row.remove();
      rows.delete(key);
    }
    // From the newest down: what is new is put before what stands there.
    let before: ChildNode | null = body.firstChild;
    for (const [key, call] of keys) {
      const pair = rows.get(key);
      if (pair !== undefined) before = (pair.at(-1) as HTMLTableRowElement).nextSibling;
      else {
        const made = createRows(call);
        rows.set(key, made);
        for (const row of made) body.insertBefore(row, before);
      }
    }
  }
  return { element: table, show };
}

let made = 0;

function createRows(call: CallView): readonly [HTMLTableRowElement, HTMLTableRowElement] {
  const id = `call-${++made}`;
  const button = el(
    'button',
    { type: 'button', class: 'expand', 'aria-expanded': 'false', 'aria-controls': id },
    el('span', { class: 'arrow', 'aria-hidden': 'true' }),
    el('time', { datetime: isoOf(call.at) }, clock(call.at)),
    el('span', { class: 'unseen' }, ': how it came about'),
  );
  const holder = el('td', { colspan: String(columns.length) });
  const details = el('tr', { id, class: 'details', hidden: '' }, holder);
  button.addEventListener('click', () => {
    details.hidden = !details.hidden;
    button.setAttribute('aria-expanded', String(!details.hidden));
    // Made when it is wanted: most never are. How wide it may be is known only now.
    if (!details.hidden) holder.replaceChildren(callDetails(call, Math.max(200, holder.clientWidth - 32)));
  });
  const attempts = call.attempts.filter(({ role }) => role !== 'judge').length;
  const cells = [
    button,
    visible(call.tier ?? '–'),
    call.target === null ? '–' : named(call.target, 60),
    outcomeOf(call, attempts),
    usd(inUsd(call.costNanoUsd)),
    usd(inUsd(call.savedNanoUsd)),
    duration(call.firstContentMs),
    duration(call.latencyMs),
  ];
  const row = el(
    'tr',
    {},
    ...cells.map((cell, index) => el('td', { class: columns[index]?.kind ?? '' }, cell)),
  );
  return [row, details];
}

function outcomeOf({ outcome, errorName }: CallView, attempts: number): HTMLElement {
  const mark = { ok: '✓', failed: '✕', cancelled: '–' }[outcome];
  const tries = attempts > 1 ? `, ${attempts} attempts` : '';
  return el(
    'span',
    { class: 'outcome', 'data-outcome': outcome, title: errorName === null ? null : visible(errorName) },
    el('span', { 'aria-hidden': 'true' }, `${mark} `),
    `${outcome}${tries}`,
  );
}

function isoOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
