import type { LanguageModelV2 } from 'provider-v2';

/** V2 has no names for these. */
export type V2Result = Awaited<ReturnType<LanguageModelV2['doGenerate']>>;
export type V2StreamResult = Awaited<ReturnType<LanguageModelV2['doStream']>>;
