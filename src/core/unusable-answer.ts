import { APICallError, InvalidResponseDataError } from '@ai-sdk/provider';

/** A model of the application's own came back with something that is no answer. What it was is not kept. */
export const unusableAnswer = (targetId: string, problem: string): InvalidResponseDataError =>
  new InvalidResponseDataError({
    data: null,
    message: `The model of target "${targetId}" broke its contract: ${problem}.`,
  });

/** A model threw something that says nothing of where it comes from: a text, a number, nothing at all. */
export const thrownByTarget = (targetId: string, thrown: unknown): APICallError =>
  new APICallError({
    message: `The model of target "${targetId}" threw ${thrown === null ? 'null' : typeof thrown} instead of an error${typeof thrown === 'string' ? `: ${thrown}` : ''}.`,
    url: '',
    requestBodyValues: undefined,
    isRetryable: false,
  });
