import type { Socket } from 'node:net';
import type { Answer } from '../../test/faults/answers.js';
import { type RawServer, rawServer } from '../../test/presets/raw-server.js';
import { type AskOptions, apiKey, ask, type Seen } from './application.js';
import type { Form } from './experiment.js';
import { type Built, type Model, type SubjectName, subjects } from './subjects.js';

/** A server's behaviour, where a target is said to be, or a model of the application's own. */
export type Place = Answer | { readonly url: string } | { readonly model: Model };

export interface FieldOptions {
  readonly headers?: Record<string, string>;
  readonly apiKey?: string;
  readonly fetch?: typeof fetch;
  readonly contextTokens?: Readonly<Record<string, number>>;
  readonly hasSdkTimeout?: boolean;
  readonly isPatient?: boolean;
}

/** Providers that are up, or down in some way, and an application that calls them through one subject. */
export interface Field {
  readonly built: Built;
  call(options?: AskOptions): Promise<Seen>;
  /** Requests that reached a place. */
  sent(id: string): number;
  /** When they did, in milliseconds. */
  arrivals(id: string): readonly number[];
  /** What a place wrote, in bytes. */
  wrote(id: string): number;
  /** Connections that a place has open. */
  open(id: string): number;
  /** All that a place received. */
  received(id: string): string;
  url(id: string): string;
}

export interface Stage {
  readonly form: Form;
  /** All that was seen. */
  readonly seen: readonly Seen[];
  field(places: Readonly<Record<string, Place>>, options?: FieldOptions): Promise<Field>;
  close(): Promise<void>;
}

export function createStage(subject: SubjectName, form: Form): Stage {
  const servers: RawServer[] = [];
  const seen: Seen[] = [];

  async function field(
    places: Readonly<Record<string, Place>>,
    {
      headers = {},
      fetch,
      contextTokens = {},
      hasSdkTimeout = false,
      isPatient = false,
      ...given
    }: FieldOptions = {},
  ): Promise<Field> {
    const own: Record<string, RawServer> = {};
    const arrivals: Record<string, number[]> = {};
    const sockets: Record<string, Socket[]> = {};
    for (const [id, place] of Object.entries(places)) {
      const at: number[] = [];
      const used: Socket[] = [];
      arrivals[id] = at;
      sockets[id] = used;
      if (typeof place !== 'function') continue;
      const server = await rawServer((socket, request) => {
        used.push(socket);
        place(socket, request, at.push(performance.now()));
      });
      own[id] = server;
      servers.push(server);
    }
    const urlOf = (id: string) => {
      const place = places[id];
      if (typeof place === 'object' && 'url' in place) return place.url;
      return own[id]?.url ?? 'http://127.0.0.1/v1';
    };
    const endpoints = Object.entries(places).map(([id, place]) => ({
      id,
      baseURL: urlOf(id),
      apiKey: given.apiKey ?? apiKey,
      headers,
      fetch,
      model: typeof place === 'object' && 'model' in place ? place.model : undefined,
      contextTokens: contextTokens[id],
    }));
    const built = subjects[subject](endpoints, { hasSdkTimeout, isPatient });
    return {
      built,
      async call(options = {}) {
        const one = await ask(built, form, {
          ...options,
          // Ours has limits of its own.
          hasSdkTimeout: hasSdkTimeout && subject !== 'ai-sdk-routed',
        });
        seen.push(one);
        return one;
      },
      sent: id => arrivals[id]?.length ?? 0,
      arrivals: id => arrivals[id] ?? [],
      wrote: id => (sockets[id] ?? []).reduce((sum, socket) => sum + socket.bytesWritten, 0),
      open: id => own[id]?.open ?? 0,
      received: id => own[id]?.received.join('\n') ?? '',
      url: urlOf,
    };
  }

  return {
    form,
    seen,
    field,
    async close() {
      await Promise.all(servers.map(server => server.close()));
    },
  };
}
