import { codeOf, importsOf, type Sources } from './sources.js';

/** The rooms of each floor, from the ground up; files directly in `src/` are on `entranceFloor`. */
const floors: readonly (readonly string[])[] = [
  ['core'],
  ['store', 'measure'],
  ['classify', 'price', 'retry', 'prompt', 'privacy'],
  ['route'],
  ['layers'],
  ['spec', 'presets', 'record', 'ledger', 'telemetry'],
  [],
  ['cli', 'sandbox', 'testing', 'dashboard'],
];
const entranceFloor = 6;
const outsideFloor = 7;
const longestFileLines = 250;

const roomOf = (path: string) => (path.includes('/') ? (path.split('/')[0] as string) : null);

function floorOf(path: string): number {
  const room = roomOf(path);
  return room === null ? entranceFloor : floors.findIndex(rooms => rooms.includes(room));
}

/** Floor 7 uses what a user can: the entrances. The nouns it may name directly. */
const entrances =
  /^(index|v\d|middleware|node|otel|prometheus)\.ts$|^(sandbox|testing|dashboard|dashboard\/plots)\/index\.ts$/;

/** A room imports from a lower floor or from itself. */
export function upwardImports(sources: Sources): string[] {
  const problems: string[] = [];
  for (const [path, text] of sources) {
    const floor = floorOf(path);
    if (floor < 0) problems.push(`${path} is in a room that is on no floor`);
    for (const other of importsOf(path, text).own) {
      if (roomOf(other) === roomOf(path)) continue;
      const isAllowed =
        floor === outsideFloor
          ? entrances.test(other) || floorOf(other) === 0
          : floorOf(other) < floor && floorOf(other) >= 0;
      if (!isAllowed) problems.push(`${path} imports ${other}`);
    }
  }
  return problems;
}

/** The layers that a file of `layers/` belongs to: the folder that holds its layer, or null for what they share. */
function layerOf(path: string): string | null {
  const [room, scope, layer] = path.split('/');
  if (room !== 'layers' || scope === undefined || scope.endsWith('.ts')) return null;
  if (scope === 'seam' || scope === 'dispatch') return scope;
  return layer === undefined ? null : `${scope}/${layer.replace(/\.ts$/, '')}`;
}

/** No layer knows another: their order is the business of `routed.ts`. */
export function layersThatKnowEachOther(sources: Sources): string[] {
  const problems: string[] = [];
  for (const [path, text] of sources) {
    const layer = layerOf(path);
    if (layer === null) continue;
    for (const other of importsOf(path, text).own) {
      const theirs = layerOf(other);
      if (theirs !== null && theirs !== layer) problems.push(`${path} imports ${other}`);
    }
  }
  return problems;
}

/** Every import cycle once, as the path that closes it. */
export function importCycles(sources: Sources): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push([...trail.slice(start), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const other of importsOf(path, sources.get(path) ?? '').own) visit(other, [...trail, path]);
    done.add(path);
  };
  for (const path of sources.keys()) visit(path, []);
  return cycles;
}

/** An import of a file that is not there would slip past the other rules. */
export function danglingImports(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) =>
    importsOf(path, text)
      .own.filter(other => !sources.has(other))
      .map(other => `${path} imports ${other}, which does not exist`),
  );
}

export function longFiles(sources: Sources): string[] {
  return [...sources]
    .filter(([path]) => !path.endsWith('.generated.ts'))
    .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > longestFileLines)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}

const uncertain =
  /\b(Date \. now|new Date \( \)|performance \. now|Math \. random|setTimeout|setInterval|setImmediate|queueMicrotask|AbortSignal \. timeout|AbortSignal \. any|crypto \. (randomUUID|getRandomValues))/;

/** Time, chance and names come from a `World`, so that a test can move them. */
export function uncertainCode(sources: Sources): string[] {
  return [...sources]
    .filter(([path]) => path !== 'core/world.ts' && floorOf(path) !== outsideFloor)
    .flatMap(([path, text]) => {
      const found = uncertain.exec(codeOf(text));
      return found === null ? [] : [`${path} uses ${found[0].replaceAll(' ', '')}`];
    });
}

/** The library runs on the edge: Node's own modules stay in the terminal and the sandbox. */
export function nodeImports(sources: Sources): string[] {
  return [...sources]
    .filter(([path]) => !/^(cli|sandbox)\//.test(path) && !/^node(-disk)?\.ts$/.test(path))
    .flatMap(([path, text]) =>
      importsOf(path, text)
        .foreign.filter(name => name.startsWith('node:'))
        .map(name => `${path} imports ${name}`),
    );
}

const dependencies =
  /^(@ai-sdk\/(openai-compatible|provider|provider-utils)|@cfworker\/json-schema|zod\/v4|provider-v[123]|node:.+)$/;

/** An optional peer: who does not import `ai-sdk-routed/otel` does not have it. */
const hasOtel = /^otel\.ts$|^telemetry\/otel\//;

/** Only what the package declares; never `ai` itself, whose types differ in each major. */
export function undeclaredImports(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) =>
    importsOf(path, text)
      .foreign.filter(
        name => !dependencies.test(name) && !(name === '@opentelemetry/api' && hasOtel.test(path)),
      )
      .map(name => `${path} imports ${name}`),
  );
}

/** An entrance names each public thing. */
export function starExports(sources: Sources): string[] {
  return [...sources]
    .filter(([, text]) => /\bexport \* /.test(codeOf(text)))
    .map(([path]) => `${path} exports *`);
}

/** Nothing is written anywhere but to a listener or a terminal. */
export function consoleUses(sources: Sources): string[] {
  return [...sources]
    .filter(([, text]) => /\bconsole \. /.test(codeOf(text)))
    .map(([path]) => `${path} uses console`);
}
