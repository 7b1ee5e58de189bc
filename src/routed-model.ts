import { callRoot, callSettings, settingsRoot } from './call-options.js';
import type { Call, CallSettings, Wanted } from './core/call.js';
import { createCancel } from './core/cancel.js';
import { InvalidOptionsError } from './core/errors.js';
import type { Model, ModelOptions } from './core/model.js';
import { specificationVersion } from './core/model.js';
import { emptyTrail } from './core/trail.js';
import type { World } from './core/world.js';
import type { Observed } from './layers/call/observe/observe.js';

export interface RoutedModelParts {
  readonly world: World;
  readonly road: Observed;
  /** As asked. */
  readonly modelId: string;
  /** What the model says of every call of it; a call's own options go first. */
  readonly settings: CallSettings;
  /** What the model id and settings found at `root` together ask for. @throws InvalidOptionsError */
  readonly wantedBy: (settings: CallSettings, root: string) => Wanted;
  readonly supportedUrls: () => Model['supportedUrls'];
}

/** The language model that the SDK calls. It holds nothing of any call: two calls cannot see each other. */
export function routedModel({
  world,
  road,
  modelId,
  settings: defaults,
  wantedBy,
  supportedUrls,
}: RoutedModelParts): Model {
  const defaultWanted = wantedBy(defaults, settingsRoot);

  function callOf(mode: Call['mode'], options: ModelOptions): Call {
    const settings = callSettings(options, defaults);
    checkOutputTokens(options.maxOutputTokens);
    const startedAtMs = world.monotonicMs();
    return {
      id: world.id(),
      mode,
      requested: modelId,
      wanted: settings === defaults ? defaultWanted : wantedBy(settings, callRoot),
      options,
      settings,
      startedAtMs,
      deadlineAtMs: settings.deadlineMs === null ? null : startedAtMs + settings.deadlineMs,
      cancel: createCancel(options.abortSignal),
      trail: emptyTrail(),
    };
  }

  return {
    specificationVersion,
    provider: 'routed.chat',
    modelId,
    get supportedUrls() {
      return supportedUrls();
    },
    doGenerate: options => rejecting(() => road.generate(callOf('generate', options))),
    doStream: options => rejecting(() => road.stream(callOf('stream', options))),
  };
}

/**
 * What is set aside for a call is reckoned from it: below zero it would pay into a budget. The SDK's own functions refuse
 * the same; who calls the model itself is not checked by them. @throws InvalidOptionsError
 */
function checkOutputTokens(given: unknown): void {
  if (given === undefined || given === null || (Number.isInteger(given) && (given as number) > 0)) return;
  throw new InvalidOptionsError({ path: 'maxOutputTokens', problem: 'must be a whole number above 0' });
}

/** A wrong option is a rejection like any other failure. */
function rejecting<Result>(start: () => Promise<Result>): Promise<Result> {
  try {
    return start();
  } catch (error) {
    return Promise.reject(error);
  }
}
