/** One request that the sandbox received. */
export interface SandboxRequest {
  /** As it came on the wire; empty when the request named none. */
  readonly modelId: string;
  readonly path: string;
  readonly stream: boolean;
  /** When its headers came, on this process's `performance.now()`. */
  readonly atMs: number;
  /** 0 until an answer begins, and for ever when none did. */
  readonly status: number;
}

export interface SandboxModelRequests {
  readonly total: number;
  /** How many got which status; '0' counts those without an answer. Adds up to `total`. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests whose answer has not ended and whose client is still there. */
  readonly inFlight: number;
}

/** What the sandbox was asked, counted exactly. */
export interface SandboxRequests {
  readonly total: number;
  /** Requests that named no model, or one that does not exist, are under '(none)' and '(unknown)'. */
  readonly byModel: Readonly<Record<string, SandboxModelRequests>>;
  /** The last 20,000, oldest first. */
  readonly last: readonly SandboxRequest[];
}

/** A request while it is being answered. */
export interface LoggedRequest {
  status(status: number): void;
  end(): void;
}

interface Totals {
  total: number;
  inFlight: number;
  readonly byStatus: Map<number, number>;
}

const maxEntries = 20_000;

export interface RequestLog {
  /** `countedAs` is a known model, or one of the names in brackets: callers cannot make the summary grow. */
  begin(request: Omit<SandboxRequest, 'status'>, countedAs: string): LoggedRequest;
  read(): SandboxRequests;
}

export function createRequestLog(): RequestLog {
  const ring: Array<{ -readonly [Key in keyof SandboxRequest]: SandboxRequest[Key] }> = [];
  const models = new Map<string, Totals>();
  let total = 0;

  return {
    begin(request, countedAs) {
      const entry = { ...request, modelId: request.modelId.slice(0, 200), status: 0 };
      ring[total % maxEntries] = entry;
      total++;
      const totals = models.get(countedAs) ?? { total: 0, inFlight: 0, byStatus: new Map<number, number>() };
      models.set(countedAs, totals);
      totals.total++;
      totals.inFlight++;
      add(totals.byStatus, 0, 1);
      let isOver = false;
      return {
        status(status) {
          add(totals.byStatus, entry.status, -1);
          entry.status = status;
          add(totals.byStatus, status, 1);
        },
        end() {
          if (!isOver) totals.inFlight--;
          isOver = true;
        },
      };
    },
    read: () => ({
      total,
      byModel: Object.fromEntries([...models].map(([id, totals]) => [id, summarise(totals)])),
      last: [...ring.slice(total % maxEntries), ...ring.slice(0, total % maxEntries)].map(one => ({
        ...one,
      })),
    }),
  };
}

function add(counts: Map<number, number>, status: number, by: number): void {
  counts.set(status, (counts.get(status) ?? 0) + by);
}

function summarise({ total, inFlight, byStatus }: Totals): SandboxModelRequests {
  const counted = [...byStatus].filter(([, count]) => count > 0);
  return { total, inFlight, byStatus: Object.fromEntries(counted) };
}
