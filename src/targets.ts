import type { AnyLanguageModel } from './any-language-model.js';
import { isLanguageModel } from './any-language-model.js';
import { InvalidOptionsError } from './core/errors.js';
import type { ProviderOptions } from './core/model.js';
import type { Capabilities, Limits, Target } from './core/target.js';
import type { World } from './core/world.js';
import type { ParsedOptions } from './options.js';
import type { CatalogueEntry } from './presets/catalogue.js';
import { catalogueEntry } from './presets/catalogue.js';
import { checkBaseURL, checkHeaders } from './presets/check-address.js';
import { defaultTargets } from './presets/default-targets.js';
import type { PresetName } from './presets/index.js';
import { presetNames, presets } from './presets/index.js';
import { listPrice } from './presets/list-price.js';
import { nestedOptionWarnings } from './presets/nested-options.js';
import { presetModel } from './presets/preset-model.js';
import { translateForModel } from './presets/translate-for-model.js';
import { translateProviderOptions } from './presets/translate-provider-options.js';
import { toPrice } from './price/to-price.js';
import { familyOfModel, familyOfPreset } from './prompt/hygiene/family-of.js';
import { asV4, takesJsonSchema } from './spec/as-v4.js';
import type { ParsedTarget, TargetOptions } from './target-options.js';
import { targetOptions } from './target-options.js';

/** What every target of an instance is made with. */
export interface TargetMaker {
  readonly options: ParsedOptions;
  readonly world: World;
  /** Told of each key as it is read, so that it can be kept out of errors. */
  readonly onSecret: (secret: string) => void;
}

/** The targets of an instance, by id, in the order given: the built-in ones unless it brought its own. */
export function makeTargets(maker: TargetMaker): ReadonlyMap<string, Target> {
  const given: Readonly<Record<string, AnyLanguageModel | ParsedTarget>> =
    maker.options.targets ?? parsedDefaults();
  const ids = Object.keys(given);
  if (ids.length === 0)
    throw new InvalidOptionsError({ path: 'targets', problem: 'there must be at least one target' });
  return new Map(ids.map(id => [id, makeTarget(maker, id, given[id] as AnyLanguageModel | ParsedTarget)]));
}

function parsedDefaults(): Record<string, ParsedTarget> {
  return Object.fromEntries(
    Object.entries<TargetOptions>(defaultTargets).map(([id, target]) => [id, targetOptions.parse(target)]),
  );
}

/**
 * The target of `<preset>/<model id>`: one that the instance has, else made on the spot, with the preset's key and the
 * catalogue's price. Null when it names no preset.
 */
export function targetOfPreset(
  maker: TargetMaker,
  targets: ReadonlyMap<string, Target>,
  modelId: string,
): Target | null {
  const slash = modelId.indexOf('/');
  const preset = presetNames.find(name => name === modelId.slice(0, slash));
  const wireId = modelId.slice(slash + 1);
  if (slash < 1 || preset === undefined || wireId === '') return null;
  for (const target of targets.values())
    if (target.provider === preset && target.modelId === wireId) return target;
  return makeTarget(maker, modelId, targetOptions.parse({ preset, modelId: wireId }));
}

function makeTarget(maker: TargetMaker, id: string, given: AnyLanguageModel | ParsedTarget): Target {
  if (isLanguageModel(given)) return modelTarget(id, targetOptions.parse({ model: given }), given);
  const options = given as ParsedTarget;
  return options.model === undefined
    ? presetTarget(maker, id, options)
    : modelTarget(id, options, options.model);
}

/** A model of the application's own, as a target. @throws InvalidOptionsError for what only a preset takes */
export function modelTarget(id: string, given: ParsedTarget, model: AnyLanguageModel): Target {
  for (const name of ['apiKey', 'baseURL', 'headers', 'modelId'] as const) {
    if (given[name] !== undefined) {
      throw new InvalidOptionsError({
        path: `targets.${id}.${name}`,
        problem: 'a target with a model of its own takes none: set it on the model',
      });
    }
  }
  const provider = model.provider.split('.')[0] ?? model.provider;
  const stateKey = `model|${model.provider}|${model.modelId}|${id}`;
  const price = listPrice(model);
  return {
    ...factsOf(given, {
      ...(price === null ? {} : { price }),
      supports: { jsonSchema: takesJsonSchema(model) },
    }),
    id,
    provider,
    modelId: model.modelId,
    model: asV4(model, id),
    family: familyOfModel(model.provider, model.modelId),
    stateKey,
    translate: translateForModel(model.provider),
    nestedWarnings: null,
  };
}

function presetTarget({ options, world, onSecret }: TargetMaker, id: string, given: ParsedTarget): Target {
  if (given.baseURL !== undefined) checkBaseURL(given.baseURL, `targets.${id}.baseURL`);
  checkHeaders(given.headers, `targets.${id}.headers`);
  const name: PresetName = given.preset ?? 'holysheep';
  const modelId = given.modelId ?? id;
  const isOwn = name === 'holysheep';
  const apiKey = given.apiKey ?? (isOwn ? options.apiKey : undefined);
  const baseURL = given.baseURL ?? (isOwn ? options.baseURL : undefined);
  const headers = { ...(isOwn ? options.headers : undefined), ...given.headers };
  const model = presetModel({
    preset: presets[name],
    modelId,
    apiKey,
    baseURL,
    headers,
    fetch: options.fetch,
    takesJsonSchema: given.supports.jsonSchema,
    onSecret,
    world,
  });
  const entry = catalogueEntry(name, modelId);
  const known = {
    ...entry,
    supports: { ...entry?.supports, jsonSchema: presets[name].takesJsonSchema },
  };
  const stateKey = `${name}|${baseURL ?? ''}|${modelId}|${credentialMark(apiKey)}`;
  const translate = (providerOptions: ProviderOptions) =>
    translateProviderOptions({ providerOptions, toProvider: name });
  return {
    ...factsOf(given, known),
    id,
    provider: name,
    modelId,
    model,
    family: familyOfPreset(name, modelId),
    stateKey,
    translate,
    nestedWarnings: call => nestedOptionWarnings(call, name),
  };
}

type Facts = Pick<
  Target,
  | 'price'
  | 'contextTokens'
  | 'maxOutputTokens'
  | 'isOutputLimitOurs'
  | 'expectedFirstContentMs'
  | 'supports'
  | 'limits'
  | 'defaults'
>;

/** What the application says of a target; what it leaves open comes from the catalogue, where the preset's model is in it. */
function factsOf(given: ParsedTarget, known: Partial<CatalogueEntry>): Facts {
  const { limits } = given;
  const ownMost = given.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  return {
    price: given.price === undefined ? (known.price ?? null) : toPrice(given.price),
    contextTokens: given.contextTokens ?? known.contextTokens ?? null,
    maxOutputTokens: given.maxOutputTokens ?? known.maxOutputTokens ?? null,
    isOutputLimitOurs: ownMost < (known.maxOutputTokens ?? Number.POSITIVE_INFINITY),
    expectedFirstContentMs: given.expectedFirstContentMs ?? null,
    supports: { ...known.supports, ...given.supports } satisfies Capabilities,
    limits: {
      requestsPerMinute: limits.requestsPerMinute ?? null,
      tokensPerMinute: limits.tokensPerMinute ?? null,
      maxConcurrent: limits.maxConcurrent ?? null,
      burstMs: limits.burstMs,
    } satisfies Limits,
    defaults: given.defaults ?? {},
  };
}

/** Tells credentials apart without keeping them: FNV-1a, 32 bits. */
function credentialMark(apiKey: string | undefined): string {
  if (apiKey === undefined) return '';
  let hash = 0x811c9dc5;
  for (let index = 0; index < apiKey.length; index++)
    hash = Math.imul(hash ^ apiKey.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
