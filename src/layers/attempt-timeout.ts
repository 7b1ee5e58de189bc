import { APICallError } from '@ai-sdk/provider';

/** Which of the limits of an attempt ran out. */
export type TimeoutKind =
  | 'response'
  | 'first-content'
  | 'idle'
  | 'unread'
  | 'attempt'
  | 'stream'
  | 'output-speed';

const whatHappened: Record<TimeoutKind, string> = {
  response: 'sent no response headers',
  'first-content': 'sent no content',
  idle: 'fell silent in the middle of its answer',
  unread: 'was not read any more',
  attempt: 'did not answer',
  stream: 'did not finish its answer',
  'output-speed': 'wrote fewer characters per second than it has to',
};

/** An attempt that ran out of one of its limits. An `APICallError` without a status, so that existing `catch` blocks know it. */
export class AttemptTimeout extends APICallError {
  readonly kind: TimeoutKind;

  constructor({ kind, limitMs, target }: { kind: TimeoutKind; limitMs: number; target: string }) {
    super({
      message: `Target ${target} ${whatHappened[kind]} ${kind === 'output-speed' ? 'for' : 'within'} ${limitMs} ms.`,
      url: '',
      requestBodyValues: undefined,
      isRetryable: false,
    });
    this.kind = kind;
  }
}
