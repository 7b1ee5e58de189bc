import { APICallError, LoadAPIKeyError } from 'ai';
import {
  AllTargetsFailedError,
  InvalidOptionsError,
  NoTargetFitsError,
  RefusedError,
  StreamInterruptedError,
} from 'ai-sdk-routed';

/**
 * What the reader is told. Only our own words and those of the package's own errors, which hold neither keys nor what
 * an upstream wrote; all else is in the server's log.
 */
export function errorText(error: unknown): string {
  if (NoTargetFitsError.isInstance(error)) return noFit(error);
  if (StreamInterruptedError.isInstance(error))
    return 'The answer broke off, and no other model could go on with it. What had come by then is kept.';
  if (AllTargetsFailedError.isInstance(error) || RefusedError.isInstance(error)) return error.message;
  if (InvalidOptionsError.isInstance(error)) return error.message;
  if (LoadAPIKeyError.isInstance(error))
    return 'The server has no key: set HOLYSHEEP_API_KEY and start it again.';
  if (APICallError.isInstance(error)) {
    const status = error.statusCode === undefined ? '' : ` (status ${error.statusCode})`;
    return `The model could not be asked${status}.`;
  }
  console.error(error);
  return 'Something went wrong here. The server’s log says what.';
}

function noFit({ leftOut, message }: NoTargetFitsError): string {
  const isByPrice = leftOut.length > 0 && leftOut.every(({ reason }) => reason === 'max-cost');
  return isByPrice ? 'No model can answer this within the price cap. Raise the cap, or clear it.' : message;
}
