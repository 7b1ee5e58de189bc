/** What of an answer its caller's version has no place for: the types of the parts. A stream collects them as it goes. */
export type LeftOut = Set<string>;

/** Tells of one part of a result. */
export const leftOutWarning = (type: string) => ({
  type: 'other' as const,
  message: `The answer held a part of type "${type}", which this version of the AI SDK cannot take; it was left out.`,
});

/** A stream's warnings are told before it begins, so its end tells in `routed.leftOutParts` what did not come through. */
export function tellingLeftOut<Metadata extends Record<string, object>>(
  metadata: Metadata | undefined,
  leftOut: LeftOut,
): Metadata | undefined {
  if (leftOut.size === 0) return metadata;
  const routed: { readonly leftOutParts?: readonly string[] } = metadata?.routed ?? {};
  const leftOutParts = [...new Set([...(routed.leftOutParts ?? []), ...leftOut])];
  return { ...metadata, routed: { ...routed, leftOutParts } } as unknown as Metadata;
}
