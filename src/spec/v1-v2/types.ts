import type { LanguageModelV1 } from 'provider-v1';

/** V1 has no names for these. */
export type V1Result = Awaited<ReturnType<LanguageModelV1['doGenerate']>>;
export type V1StreamResult = Awaited<ReturnType<LanguageModelV1['doStream']>>;
