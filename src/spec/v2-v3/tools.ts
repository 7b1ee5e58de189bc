import type { LanguageModelV2CallOptions } from 'provider-v2';
import type { LanguageModelV3CallOptions } from 'provider-v3';

type V2Tool = NonNullable<LanguageModelV2CallOptions['tools']>[number];
type V3Tool = NonNullable<LanguageModelV3CallOptions['tools']>[number];

/** A tool of V2 in V3: a provider's own tool has another name. */
export const toolUp = (tool: V2Tool): V3Tool =>
  tool.type === 'provider-defined' ? { ...tool, type: 'provider' } : tool;
