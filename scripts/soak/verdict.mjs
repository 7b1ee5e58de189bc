import { fates } from './witness.mjs';

/** Of the tenants that spend in a window, so many have an account of their own; then one for the rest, and the overall one. */
const mostAccounts = 1_002;
const mostSlopeBytes = 40;
const mostGrowthBytes = 2_500_000;
/** Below this the heap is still warming up, and says nothing. */
const leastCallsToWeigh = 50_000;

/**
 * All that has to add up at the end of a run.
 * @returns the mismatches, each a sentence; empty when all is well
 */
export function mismatches(run) {
  const problems = [...run.problems];
  const equal = (what, ...entries) => {
    const [[, first]] = entries;
    if (entries.some(([, value]) => value !== first))
      problems.push(`${what}: ${entries.map(([name, value]) => `${name} ${value}`).join(', ')}`);
  };
  callsEndOnce(run, equal);
  moneyAddsUp(run, equal, problems);
  requestsArrived(run, equal, problems);
  nothingIsHeld(run, equal, problems);
  heapIsFlat(run, problems);
  return problems;
}

function callsEndOnce({ calls, ledger, own, report }, equal) {
  const { totals } = report;
  const sumOf = { ok: 0, failed: 0, cancelled: 0, none: 0 };
  let notOnce = 0;
  let differ = 0;
  let otherCost = 0;
  for (let call = 1; call <= calls; call++) {
    sumOf[ledger.endingOf(call)]++;
    if (ledger.endsOf[call] !== 1) notOnce++;
    if (own.endings[call] !== null && own.endings[call] !== ledger.endingOf(call)) differ++;
    if (own.costs[call] >= 0 && own.costs[call] !== ledger.costOf[call]) otherCost++;
  }
  equal('calls that did not end just once', ['counted', notOnce], ['wanted', 0]);
  equal('calls that their caller saw end otherwise', ['counted', differ], ['wanted', 0]);
  equal('calls that told their caller another cost', ['counted', otherCost], ['wanted', 0]);
  equal('calls', ['made', calls], ['call-start', ledger.counts['call-start']], ['report', totals.calls]);
  equal('calls that ended', ['call-end', ledger.counts['call-end']], ['made', calls]);
  equal('succeeded', ['call-end', sumOf.ok], ['report', totals.succeeded]);
  equal('failed', ['call-end', sumOf.failed], ['report', totals.failed]);
  equal('cancelled', ['call-end', sumOf.cancelled], ['report', totals.cancelled]);
  equal('attempts', ['begun', ledger.counts['attempt-start']], ['ended', ledger.counts['attempt-end']]);
  equal('listeners that failed', ['counted', ledger.counts['listener-failed'] ?? 0], ['wanted', 0]);
}

function moneyAddsUp({ ledger, report, states }, equal, problems) {
  const { totals } = report;
  const { money } = ledger;
  const accounts = [...states].filter(([, state]) => state?.windows !== undefined);
  const monthOf = state => state.windows.at(-1);
  const isOverall = key => key.endsWith(':overall');
  const spent = accounts.filter(([key]) => isOverall(key)).map(([, state]) => monthOf(state).settledNanoUsd);
  const byTenant = accounts.filter(([key]) => !isOverall(key)).map(([, state]) => state);
  equal(
    'cost in nano-dollars',
    ['report', totals.costNanoUsd],
    ['call-end', money.calls],
    ['attempt-end', money.attempts],
    ['budget-settled', money.charged],
    ['the overall account', spent[0]],
    ['the accounts of tenants', byTenant.reduce((sum, state) => sum + monthOf(state).settledNanoUsd, 0)],
    ['targets of the report', nanoUsd(Object.values(report.targets))],
  );
  equal('money set aside', ['reserved', money.reserved], ['given back or charged', money.given]);
  if (accounts.length > mostAccounts)
    problems.push(`${accounts.length} accounts for at most ${mostAccounts}`);
  const held = accounts.filter(
    ([, state]) =>
      state.windows.some(({ reservedNanoUsd }) => reservedNanoUsd !== 0) ||
      state.leases.pages.some(page => page.some(lease => lease !== null)),
  );
  if (held.length > 0) problems.push(`money is still set aside in ${held.map(([key]) => key).join(', ')}`);
}

const nanoUsd = parts => parts.reduce((sum, { costUsd }) => sum + Math.round(costUsd * 1e9), 0);

function requestsArrived({ calls, fetched, ledger, arrived, counted, report }, equal, problems) {
  const { sends, fateOf, sendsOf } = fetched;
  const wrong = {
    'arrived twice': 0,
    'answered and never arrived': 0,
    'refused and arrived': 0,
    'never ended': 0,
  };
  let arrivals = 0;
  let gone = 0;
  for (let send = 1; send <= sends; send++) {
    const fate = fates[fateOf[send]];
    arrivals += arrived[send];
    if (arrived[send] > 1) wrong['arrived twice']++;
    if (fate === 'pending') wrong['never ended']++;
    if (arrived[send] === 0) gone++;
    if (fate === 'answered' && arrived[send] === 0) wrong['answered and never arrived']++;
    if (fate === 'refused' && arrived[send] === 1) wrong['refused and arrived']++;
  }
  for (const [what, count] of Object.entries(wrong))
    if (count > 0) problems.push(`${count} requests ${what}`);
  equal(
    'requests',
    ['sent and arrived', sends - gone],
    ['arrived', arrivals],
    ['sandboxes', counted.requests],
  );
  equal('requests of nobody', ['counted', counted.strangers], ['wanted', 0]);
  let others = 0;
  for (let call = 1; call <= calls; call++) {
    const most = ledger.sentOf[call] + ledger.maybeSentOf[call];
    if (sendsOf[call] < ledger.sentOf[call] || sendsOf[call] > most) others++;
  }
  equal('calls with other requests than attempts', ['counted', others], ['wanted', 0]);
  const sentForCertain = ledger.sentOf.reduce((sum, sent) => sum + sent, 0);
  const reported = Object.values(report.targets).reduce((sum, { requests }) => sum + requests, 0);
  equal('attempts that nobody left', ['attempt-end', sentForCertain], ['targets of the report', reported]);
}

function nothingIsHeld({ report, ledger, counted, pendingTimers, handles, maps }, equal, problems) {
  const { active, waiting, completed, failed } = report.queue;
  equal('calls in line', ['active', active], ['waiting', waiting], ['wanted', 0]);
  equal('calls that are open', ['counted', ledger.open], ['wanted', 0]);
  equal('timers that are set', ['counted', pendingTimers], ['wanted', 0]);
  equal('requests in flight at the sandboxes', ['counted', counted.inFlight], ['wanted', 0]);
  const sent = ledger.sentOf.reduce((sum, one) => sum + one, 0);
  equal('attempts that left the line', ['completed + failed', completed + failed], ['attempt-end', sent]);
  for (const [kind, count] of Object.entries(handles.after))
    if (count > (handles.before[kind] ?? 0))
      problems.push(`${count} handles of kind ${kind} are open, at the start ${handles.before[kind] ?? 0}`);
  for (const [name, size] of Object.entries(maps))
    if (size > report.targetCount) problems.push(`the map of ${name} has ${size} entries`);
}

function heapIsFlat({ calls, heap, slopeBytes }, problems) {
  if (calls < leastCallsToWeigh || slopeBytes === null) return;
  const last = heap.slice(-Math.ceil(heap.length / 3));
  const growth = Math.round(slopeBytes * (last.at(-1).calls - last[0].calls));
  if (slopeBytes > mostSlopeBytes || growth > mostGrowthBytes)
    problems.push(`the heap grows by ${slopeBytes.toFixed(1)} bytes per call (${growth} in the last third)`);
}
