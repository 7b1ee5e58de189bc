import { AISDKError } from '@ai-sdk/provider';

const name = 'RecordNotWrittenError';
const marker = Symbol.for(`ai-sdk-routed.error.${name}`);

/** Records did not get into the file of a `jsonlSink`. Holds nothing of them. */
export class RecordNotWrittenError extends AISDKError {
  /** As it was given to `jsonlSink`. */
  readonly path: string;
  /** The system's, as `ENOENT`, `EISDIR`, `ENOSPC`; null: it was not the system that refused. */
  readonly code: string | null;
  /** Path and reason, without a full stop: `calls.jsonl cannot be written: ENOENT`. */
  readonly problem: string;

  constructor({ path, lost, cause }: { path: string; lost: number; cause: unknown }) {
    const { code, message } = (cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
    const problem = `${path} cannot be written: ${typeof code === 'string' ? code : message}`;
    super({ name, message: `${lost === 1 ? '1 record was' : `${lost} records were`} lost: ${problem}.` });
    this.path = path;
    this.code = typeof code === 'string' ? code : null;
    this.problem = problem;
    Object.defineProperty(this, marker, { value: true });
  }

  static override isInstance(error: unknown): error is RecordNotWrittenError {
    try {
      return typeof error === 'object' && error !== null && marker in error;
    } catch {
      // A trap is none of ours.
      return false;
    }
  }
}
