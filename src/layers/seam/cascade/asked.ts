import type { ModelOptions } from '../../../core/model.js';

type JsonFormat = Extract<NonNullable<ModelOptions['responseFormat']>, { type: 'json' }>;

export const asksForJson = (
  options: ModelOptions,
): options is ModelOptions & { readonly responseFormat: JsonFormat } =>
  options.responseFormat?.type === 'json';

/** An answer that reaches a limit of the application's own is as long as was wanted. */
export const hasLimitOfItsOwn = ({ maxOutputTokens }: ModelOptions): boolean =>
  (maxOutputTokens ?? null) !== null;
