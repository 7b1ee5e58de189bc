import type { RoutedEvent } from '../../src/core/events.js';
import type { ModelOptions, ModelPart, ModelResult } from '../../src/core/model.js';
import type { RoutedReport } from '../../src/core/report.js';
import type { RoutedOptions } from '../../src/options.js';
import type { RoutedProvider } from '../../src/provider.js';
import { createRouted } from '../../src/routed.js';
import { type RawServer, rawServer } from '../presets/raw-server.js';
import type { Answer } from './answers.js';
import type { Form } from './fault.js';
import { type HurriedWorld, hurriedWorld } from './hurried-world.js';

/** Neither may show in anything that is thrown or told. */
export const apiKey = 'hs-wall/secret+0123456789';
export const prompt = 'the private words of the caller';

/** What came of one call. */
export interface Played {
  readonly text: string;
  readonly parts: readonly ModelPart[];
  readonly result: ModelResult | null;
  readonly error: unknown;
  /** Of `call-end`. */
  readonly report: RoutedReport;
  readonly latencyMs: number;
}

/** Targets that are up, or down in some way, and the calls made to them. */
export interface Field {
  readonly routed: RoutedProvider;
  readonly world: HurriedWorld;
  readonly events: readonly RoutedEvent[];
  readonly servers: Readonly<Record<string, RawServer>>;
  /** Requests that reached a target. */
  sent(target: string): number;
  call(options?: Partial<ModelOptions>, model?: string): Promise<Played>;
  /** As `call`, without reading a stream: what `doStream` gives. */
  stream(options?: Partial<ModelOptions>): Promise<ReadableStream<ModelPart>>;
  eventsOf<Type extends RoutedEvent['type']>(type: Type): (RoutedEvent & { type: Type })[];
}

/** A server's behaviour, or where a target is said to be. */
export type Place = Answer | { readonly url: string };
export type FieldOptions = Omit<RoutedOptions, 'targets' | 'world' | 'onEvent' | 'routes'> & {
  readonly extras?: Readonly<Record<string, object>>;
};

/** Where one fault is played, in one form. It remembers all that the pass rule looks at. */
export interface Ground {
  readonly form: Form;
  readonly fields: readonly Field[];
  readonly played: readonly Played[];
  readonly signals: readonly AbortSignal[];
  field(places: Readonly<Record<string, Place>>, options?: FieldOptions): Promise<Field>;
  /** One call to fresh targets. */
  call(places: Readonly<Record<string, Place>>, options?: FieldOptions): Promise<Played & { field: Field }>;
  close(): Promise<void>;
}

const limits = (ms: number) => ({ responseMs: ms, firstContentMs: ms, idleMs: ms, attemptMs: ms });
/** Three real seconds: no machine is so slow. */
const patient = limits(60_000);
/** For faults that only a limit ends: half a real second. */
export const impatient = { timeout: limits(10_000) };

export function createGround(form: Form): Ground {
  const fields: Field[] = [];
  const played: Played[] = [];
  const signals: AbortSignal[] = [];
  const servers: RawServer[] = [];

  async function field(
    places: Readonly<Record<string, Place>>,
    { extras = {}, ...options }: FieldOptions = {},
  ): Promise<Field> {
    const world = hurriedWorld();
    const events: RoutedEvent[] = [];
    const counts: Record<string, number> = {};
    const own: Record<string, RawServer> = {};
    const targets: Record<string, object> = {};
    const ids = Object.keys(places);
    for (const id of ids) {
      const place = places[id] as Place;
      counts[id] = 0;
      if (typeof place === 'function') {
        own[id] = await rawServer((socket, request) => {
          counts[id] = (counts[id] ?? 0) + 1;
          place(socket, request, counts[id]);
        });
        servers.push(own[id]);
      }
      const baseURL = typeof place === 'function' ? own[id]?.url : place.url;
      const index = ids.indexOf(id);
      const price = { inputUsdPerMTok: index + 1, outputUsdPerMTok: index + 1 };
      targets[id] = { preset: 'openai', apiKey, baseURL, modelId: `${id}-model`, price, ...extras[id] };
    }
    const routed = createRouted({
      timeout: patient,
      ...options,
      world,
      onEvent: event => events.push(event),
      targets: targets as NonNullable<RoutedOptions['targets']>,
      routes: { simple: ids, medium: ids, complex: ids },
    });
    const made = createField({ form, routed, world, events, servers: own, counts, played, signals });
    fields.push(made);
    return made;
  }

  return {
    form,
    fields,
    played,
    signals,
    field,
    async call(places, options) {
      const made = await field(places, options);
      return { ...(await made.call()), field: made };
    },
    async close() {
      await Promise.all(servers.map(server => server.close()));
    },
  };
}

interface FieldParts {
  readonly form: Form;
  readonly routed: RoutedProvider;
  readonly world: HurriedWorld;
  readonly events: readonly RoutedEvent[];
  readonly servers: Readonly<Record<string, RawServer>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly played: Played[];
  readonly signals: AbortSignal[];
}

function createField({ form, routed, world, events, servers, counts, played, signals }: FieldParts): Field {
  let calls = 0;

  function optionsOf(more: Partial<ModelOptions>): ModelOptions {
    const { abortSignal = new AbortController().signal } = more;
    signals.push(abortSignal);
    return { prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }], ...more, abortSignal };
  }

  async function answerOf(
    options: ModelOptions,
    model: string,
    parts: ModelPart[],
  ): Promise<ModelResult | null> {
    if (form === 'generate') return routed(model).doGenerate(options);
    const { stream } = await routed(model).doStream(options);
    for await (const part of stream as unknown as AsyncIterable<ModelPart>) parts.push(part);
    return null;
  }

  const eventsOf: Field['eventsOf'] = type => events.filter(event => event.type === type) as never;

  return {
    routed,
    world,
    events,
    servers,
    eventsOf,
    sent: target => counts[target] ?? 0,
    async stream(more = {}) {
      return (await routed('auto').doStream(optionsOf(more))).stream;
    },
    async call(more = {}, model = 'auto') {
      const callId = `call-${++calls}`;
      const startedAtMs = world.monotonicMs();
      const parts: ModelPart[] = [];
      let result: ModelResult | null = null;
      let error: unknown;
      try {
        result = await answerOf(optionsOf(more), model, parts);
      } catch (thrown) {
        error = thrown;
      }
      const ended = eventsOf('call-end').find(event => event.callId === callId);
      const text =
        result === null
          ? parts.map(part => (part.type === 'text-delta' ? part.delta : '')).join('')
          : result.content.map(part => (part.type === 'text' ? part.text : '')).join('');
      const latencyMs = world.monotonicMs() - startedAtMs;
      const one: Played = { text, parts, result, error, report: ended?.report as RoutedReport, latencyMs };
      played.push(one);
      return one;
    },
  };
}
