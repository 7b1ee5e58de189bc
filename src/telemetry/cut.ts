/** What goes into a span is bounded, whoever wrote it. */
const mostCharacters = 256;
const mostEntries = 16;

export const cut = (text: string): string =>
  text.length > mostCharacters ? text.slice(0, mostCharacters) : text;

export const cutList = (texts: readonly string[]): string[] => texts.slice(0, mostEntries).map(cut);

/** The first tags, as attributes of a span. */
export function tagAttributes(tags: Readonly<Record<string, string>>): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(tags).slice(0, mostEntries))
    attributes[`routed.tag.${name.slice(0, 64)}`] = cut(value);
  return attributes;
}
