/**
 * One spelling for the ways in which a model id is written: lower case, without a vendor in front or a date behind,
 * version numbers with a point (`claude-sonnet-4-5-20250929` is `claude-sonnet-4.5`).
 */
export function normaliseModelId(modelId: string): string {
  return modelId
    .trim()
    .toLowerCase()
    .replace(/^(openai|anthropic|google|deepseek|holysheep)\//, '')
    .replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, '')
    .replace(/-(\d)-(\d{1,2})(?=$|-)/, '-$1.$2');
}
