/** Runs `task` for 0 to `total` - 1 with at most `limit` at a time. A task must not reject. */
export async function inFlight(
  { total, limit }: { readonly total: number; readonly limit: number },
  task: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < total) await task(next++);
  };
  await Promise.all(Array.from({ length: Math.min(limit, total) }, worker));
}
