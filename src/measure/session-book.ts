/** Where a session is, and what its target has in its cache. */
export interface Session {
  readonly target: string;
  /** Of the prompt so far, what the target need not read anew at the full price. */
  readonly cachedTokens: number;
  /** Monotonic. */
  readonly atMs: number;
  /** True once a prompt found nothing of what was thought to be cached: from then on only told figures count. */
  readonly hasMissed: boolean;
}

/** The sessions of this process; the one that was silent longest is forgotten when there are too many. */
export interface SessionBook {
  /** What is cached is forgotten after five minutes of silence. */
  of(key: string, nowMs: number): Session | null;
  keep(key: string, session: Session): void;
}

const mostSessions = 10_000;
/** OpenAI and Anthropic keep a prefix for five minutes after its last use, and promise no more (their prompt-caching guides). */
const cacheLifetimeMs = 5 * 60_000;

/** Tenants cannot see each other's sessions, whatever they call them. */
export const sessionKey = (tenant: string, session: string): string => JSON.stringify([tenant, session]);

export function createSessionBook(): SessionBook {
  const sessions = new Map<string, Session>();
  return {
    of(key, nowMs) {
      const session = sessions.get(key);
      if (session === undefined) return null;
      return nowMs - session.atMs > cacheLifetimeMs ? { ...session, cachedTokens: 0 } : session;
    },
    keep(key, session) {
      sessions.delete(key);
      sessions.set(key, session);
      const [oldest] = sessions.keys();
      if (sessions.size > mostSessions && oldest !== undefined) sessions.delete(oldest);
    },
  };
}
