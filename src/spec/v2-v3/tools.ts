import type { LanguageModelV2CallOptions } from 'provider-v2';
import type { LanguageModelV3CallOptions, SharedV3Warning } from 'provider-v3';

type V2Tool = NonNullable<LanguageModelV2CallOptions['tools']>[number];
type V3Tool = NonNullable<LanguageModelV3CallOptions['tools']>[number];

/** A tool of V2 in V3: a provider's own tool has another name. */
export const toolUp = (tool: V2Tool): V3Tool =>
  tool.type === 'provider-defined' ? { ...tool, type: 'provider' } : tool;

/** A tool of V3 in V2. Lost, with a warning: `strict`, and examples of its input. */
export function toolDown(tool: V3Tool, warn: (warning: SharedV3Warning) => void): V2Tool {
  if (tool.type === 'provider') return { ...tool, type: 'provider-defined' };
  const { strict, inputExamples, ...down } = tool;
  for (const [name, value] of Object.entries({ strict, inputExamples }))
    if (value !== undefined && value !== false)
      warn({
        type: 'unsupported',
        feature: name,
        details: `Left out of the tool ${tool.name}: the model is of V2.`,
      });
  return down as V2Tool;
}
