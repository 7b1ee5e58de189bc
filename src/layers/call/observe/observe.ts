import type { AttemptFailed } from '../../../core/attempt-failed.js';
import type { Call, PartReader } from '../../../core/call.js';
import { keepText } from '../../../core/kept-text.js';
import type {
  ModelFinishReason,
  ModelPart,
  ModelResult,
  ModelStreamResult,
  ProviderMetadata,
} from '../../../core/model.js';
import type { RoutedReport } from '../../../core/report.js';
import type { Service } from '../../../core/service.js';
import { withPartialText } from '../../../core/stream-interrupted.js';
import type { Kit } from '../../kit.js';
import { parametersOf } from './parameters-of.js';
import { pinned } from './pinned.js';
import { sdkUsage, usageOf } from './sdk-usage.js';
import type { WriteDownOptions } from './write-down.js';
import { writeDown } from './write-down.js';

/** What the SDK calls: the two methods of a language model, with the call made ready. */
export interface Observed {
  generate(call: Call): Promise<ModelResult>;
  stream(call: Call): Promise<ModelStreamResult>;
}

/** The top of the road: turns an answer into what the SDK expects, and writes down what became of the call. */
export function observe(kit: Kit, options: WriteDownOptions): (answer: Service<Call>) => Observed {
  const record = writeDown(kit, options);

  return service => {
    function tellStart(call: Call): void {
      kit.emit?.({
        type: 'call-start',
        callId: call.id,
        requested: call.requested,
        mode: call.mode,
        tenant: call.settings.tenant,
        session: call.settings.session,
        priority: call.settings.priority,
        tags: call.settings.tags,
        settings: parametersOf(call.options),
      });
    }

    function failed(call: Call, error: unknown): never {
      record(call, null, error);
      throw error;
    }

    return {
      generate(call) {
        tellStart(call);
        return service(call).then(
          answer => {
            if (answer.mode !== 'generate') throw new TypeError('A stream answered a generate call.');
            return finishedResult(call, answer.result, record(call, answer.settled, null));
          },
          error => failed(call, error),
        );
      },
      async stream(call) {
        tellStart(call);
        const answer = await service(call).catch(error => failed(call, error));
        if (answer.mode !== 'stream') throw new TypeError('A whole answer came for a stream call.');
        const reported = answer.settled.then(outcome =>
          record(call, outcome, outcome.failure?.cause ?? null),
        );
        const { request, response } = answer.result;
        return { stream: toStream(kit, call, answer.result, reported), request, response };
      },
    };
  };
}

function withReport(metadata: ProviderMetadata | undefined, report: RoutedReport): ProviderMetadata {
  // The report is JSON by construction; its interface has no index signature, which JSONObject asks for.
  const routed = report as unknown as ProviderMetadata[string];
  return metadata === undefined ? { routed } : Object.assign({}, metadata, { routed });
}

/** What comes new stands before the rest: V8 takes a microsecond to add a property to a copy that a spread made. */
function finishedResult(call: Call, result: ModelResult, report: RoutedReport): ModelResult {
  const { warnings, providerMetadata, response, usage, content, ...rest } = result;
  const modelId = response?.modelId ?? report.model ?? call.requested;
  return {
    warnings: call.trail.warnings.length === 0 ? warnings : [...call.trail.warnings, ...(warnings ?? [])],
    providerMetadata: withReport(providerMetadata, report),
    response: response === undefined ? { modelId } : Object.assign({}, response, { modelId }),
    usage: sdkUsage(usage, report),
    content: content.map(part => pinned(part, call)),
    ...rest,
  };
}

/** The one stream that is made per call: pulled part by part, nothing kept back. */
function toStream(
  kit: Kit,
  call: Call,
  reader: PartReader,
  reported: Promise<RoutedReport>,
): ReadableStream<ModelPart> {
  let to: ReadableStreamDefaultController<ModelPart>;
  let isFirst = true;
  let isReading = false;
  const text = keepText();
  call.trail.text = text;

  function hand(part: ModelPart | null): void {
    if (part?.type === 'finish') {
      finish(part);
      return;
    }
    isReading = false;
    if (part?.type === 'text-delta') text.add(part.delta);
    if (part === null) to.close();
    else if (isFirst) {
      isFirst = false;
      to.enqueue(withWarnings(part, call, to));
    } else to.enqueue(part.type === 'tool-call' ? pinned(part, call) : part);
  }

  function finish(part: ModelPart & { type: 'finish' }): void {
    endWith(report => {
      to.enqueue({
        ...part,
        usage: sdkUsage(part.usage, report),
        providerMetadata: withReport(part.providerMetadata, report),
      });
      to.close();
    });
  }

  const end = (failure: AttemptFailed): void => endWith(report => breakOff(kit, call, to, failure, report));

  /** Nobody waits for this: a stream that was cancelled in the meantime takes no more parts, and that is no failure. */
  function endWith(tell: (report: RoutedReport) => void): void {
    reported.then(tell).catch(error => to.error(error));
  }

  return new ReadableStream<ModelPart>(
    {
      start(controller) {
        to = controller;
      },
      // Hands back no promise, so it is called again while a read is under way: by a reader that asks twice.
      pull() {
        if (isReading) return;
        isReading = true;
        reader.next(hand, end);
      },
      cancel: reason => call.cancel.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Every stream starts with its warnings, ours first. */
function withWarnings(
  part: ModelPart,
  { trail }: Call,
  controller: ReadableStreamDefaultController<ModelPart>,
): ModelPart {
  if (part.type === 'stream-start')
    return trail.warnings.length === 0
      ? part
      : { ...part, warnings: [...trail.warnings, ...(part.warnings ?? [])] };
  controller.enqueue({ type: 'stream-start', warnings: [...trail.warnings] });
  return part;
}

/** The one error part and the one finish part of a stream that broke off; an abort by the caller errors the stream instead. */
function breakOff(
  kit: Kit,
  call: Call,
  controller: ReadableStreamDefaultController<ModelPart>,
  failed: AttemptFailed,
  report: RoutedReport,
): void {
  const { failure } = failed;
  if (failure.errorClass === 'aborted' && call.cancel.isCancelled) {
    controller.error(failure.cause);
    return;
  }
  const error = kit.safeError(failure.cause);
  const { text } = call.trail;
  controller.enqueue({
    type: 'error',
    error: text === null ? error : withPartialText(error, { text: text.text(), isCut: text.isCut }),
  });
  controller.enqueue({
    type: 'finish',
    finishReason: brokenOff,
    usage: usageOf(report),
    providerMetadata: withReport(undefined, report),
  });
  controller.close();
}

const brokenOff: ModelFinishReason = { unified: 'error', raw: undefined };
