import type { PriorityClass } from '../../../core/call.js';
import type { Heap } from './heap.js';
import { createHeap } from './heap.js';

/** Somebody in line. */
export interface Waiting {
  readonly priority: PriorityClass;
  readonly tenant: string;
  /** Monotonic; Infinity without a deadline. */
  readonly deadlineAtMs: number;
}

/** Who is next: class by weight, then the tenants of the class in turn, then the nearest deadline, then who came first. */
export interface PriorityLine<Item extends Waiting> {
  readonly size: number;
  sizeOf(tenant: string): number;
  add(item: Item): void;
  /** Who is next; the order changes only by `take`. */
  peek(): Item | undefined;
  take(): Item | undefined;
  /** False: it was not in line (any more). */
  remove(item: Item): boolean;
  /** The last to come of the lowest class that is lower than `priority`; undefined: nobody. */
  lastBelow(priority: PriorityClass): Item | undefined;
  /** Everybody, in no particular order. */
  all(): Item[];
}

/** Grants per round: critical, high, normal, batch. A class with work gets at least its weight of each 15. */
const weights = [8, 4, 2, 1] as const;

interface Place<Item> {
  readonly item: Item;
  readonly arrival: number;
}

interface ClassLine<Item> {
  readonly tenants: Map<string, Heap<Place<Item>>>;
  /** Arrivals, the newest last; those that left stay until they are met or swept. */
  arrivals: Place<Item>[];
  size: number;
}

export function createPriorityLine<Item extends Waiting>(): PriorityLine<Item> {
  const classes: readonly ClassLine<Item>[] = weights.map(() => ({
    tenants: new Map(),
    arrivals: [],
    size: 0,
  }));
  const places = new Map<Item, Place<Item>>();
  const perTenant = new Map<string, number>();
  let credits: number[] = [...weights];
  let arrivals = 0;

  const isHere = (place: Place<Item>) => places.get(place.item) === place;

  /** Deficit round robin: the highest class that has work and credit; when none has both, a new round begins. */
  function nextClass(): number {
    if (places.size === 0) return -1;
    for (;;) {
      const found = classes.findIndex(({ size }, index) => size > 0 && (credits[index] as number) > 0);
      if (found >= 0) return found;
      credits = [...weights];
    }
  }

  /** The tenant whose turn it is, its heap rid of those that left. */
  function turnOf({ tenants }: ClassLine<Item>): [string, Heap<Place<Item>>] | undefined {
    for (const [tenant, heap] of tenants) {
      for (let first = heap.peek(); first !== undefined && !isHere(first); first = heap.peek()) heap.take();
      if (heap.size > 0) return [tenant, heap];
      tenants.delete(tenant);
    }
    return undefined;
  }

  function leave(item: Item): void {
    places.delete(item);
    const line = classes[item.priority] as ClassLine<Item>;
    line.size--;
    const left = (perTenant.get(item.tenant) ?? 1) - 1;
    if (left === 0) perTenant.delete(item.tenant);
    else perTenant.set(item.tenant, left);
    if (line.size === 0) {
      line.tenants.clear();
      line.arrivals = [];
    } else if (line.arrivals.length > 64 && line.arrivals.length > 2 * line.size)
      line.arrivals = line.arrivals.filter(isHere);
  }

  return {
    get size() {
      return places.size;
    },
    sizeOf: tenant => perTenant.get(tenant) ?? 0,
    add(item) {
      const place = { item, arrival: arrivals++ };
      const line = classes[item.priority] as ClassLine<Item>;
      let heap = line.tenants.get(item.tenant);
      if (heap === undefined) {
        heap = createHeap(isBefore);
        line.tenants.set(item.tenant, heap);
      }
      heap.add(place);
      line.arrivals.push(place);
      line.size++;
      places.set(item, place);
      perTenant.set(item.tenant, (perTenant.get(item.tenant) ?? 0) + 1);
    },
    peek() {
      const line = classes[nextClass()];
      return line === undefined ? undefined : turnOf(line)?.[1].peek()?.item;
    },
    take() {
      const index = nextClass();
      const line = classes[index];
      const turn = line === undefined ? undefined : turnOf(line);
      if (line === undefined || turn === undefined) return undefined;
      const [tenant, heap] = turn;
      const item = heap.take()?.item as Item;
      credits[index] = (credits[index] as number) - 1;
      // To the end of the turn: a Map keeps the order of insertion.
      line.tenants.delete(tenant);
      if (heap.size > 0) line.tenants.set(tenant, heap);
      leave(item);
      return item;
    },
    remove(item) {
      if (!places.has(item)) return false;
      leave(item);
      return true;
    },
    lastBelow(priority) {
      for (let index = classes.length - 1; index > priority; index--) {
        const { arrivals: places } = classes[index] as ClassLine<Item>;
        for (let last = places.at(-1); last !== undefined; last = places.at(-1)) {
          if (isHere(last)) return last.item;
          places.pop();
        }
      }
      return undefined;
    },
    all: () => [...places.keys()],
  };
}

const isBefore = <Item extends Waiting>(one: Place<Item>, other: Place<Item>): boolean =>
  one.item.deadlineAtMs === other.item.deadlineAtMs
    ? one.arrival < other.arrival
    : one.item.deadlineAtMs < other.item.deadlineAtMs;
