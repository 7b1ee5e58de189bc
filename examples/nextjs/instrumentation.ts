/** Next.js calls this once, before the server takes its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const isWanted = process.env.NODE_ENV === 'development' || process.env.ROUTED_SANDBOX === '1';
  if (process.env.HOLYSHEEP_API_KEY || !isWanted) return;
  const { startOwnSandbox } = await import('./lib/start-own-sandbox');
  await startOwnSandbox();
}
