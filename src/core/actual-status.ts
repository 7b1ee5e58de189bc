/**
 * Stands on a response whose status our `fetch` had to make up, so that the model reads its body as an error, and holds
 * the status that really came. It never leaves the process: what is reported is what came.
 */
export const actualStatusHeader = 'x-routed-actual-status';

/** The status that came, by the headers of an error; undefined where none was made up. */
export function actualStatusOf(headers: unknown): number | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  const told = (headers as Record<string, unknown>)[actualStatusHeader];
  return typeof told === 'string' && /^[26-9]\d\d$/.test(told) ? Number(told) : undefined;
}
