const number = value => value.toLocaleString('en');
const megabytes = ({ bytes }) => (bytes / 1e6).toFixed(1);
const list = counts =>
  Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([what, count]) => `${what} ${number(count)}`)
    .join(', ');

/** Prints what was done and seen; the verdict is the last line. */
export function tell(run) {
  const { calls, seconds, seed, report, sends, counted, chaos, heap, slopeBytes, lostCalls, found } = run;
  console.log(`Faults: ${list(chaos.counts)}.`);
  for (const [caller, { ok, failed, cancelled }] of Object.entries(run.byCaller))
    console.log(
      `${caller.padEnd(22)} ok ${number(ok)}, failed ${number(failed)}, cancelled ${number(cancelled)}`,
    );
  console.log(`Errors: ${list(run.errorNames)}.`);
  console.log(`Events: ${list(run.ledger.counts)}.`);
  if (heap.length > 0) console.log(`Heap at rest, MB: ${heap.map(megabytes).join(' ')}`);
  for (const problem of found) console.log(`MISMATCH ${problem}`);
  const { totals } = report;
  const summary = [
    `${number(calls)} calls in ${seconds.toFixed(0)} s (${number(Math.round(calls / seconds))} per second), seed ${seed}`,
    `${number(totals.succeeded)} ok, ${number(totals.failed)} failed, ${number(totals.cancelled)} cancelled, ${lostCalls} lost`,
    `${number(sends)} requests, ${number(counted.requests)} arrived, the rest refused or left on the way`,
    `${totals.costUsd.toFixed(9)} USD in every book`,
    slopeBytes === null
      ? 'heap not weighed'
      : `heap ${megabytes(heap.at(-1))} MB, ${slopeBytes.toFixed(1)} bytes per call`,
  ];
  const verdict = found.length === 0 ? 'all adds up' : `${found.length} MISMATCHES`;
  console.log(`soak: ${verdict}: ${summary.join('; ')}`);
}
