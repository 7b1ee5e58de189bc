/** A text without what a harness wrote around it. */
export interface CleanText {
  readonly text: string;
  /** How much of it was the harness's, in UTF-16 code units; material of the ask apart. */
  readonly harnessCharacters: number;
}

/** Of a longer text, this much at each end is looked at. */
const windowCharacters = 32_000;

/**
 * Names of elements that harnesses put around what the user did not write, in lower case: Claude Code, Codex, Cursor,
 * Cline and its kin, Copilot. What stands in `material` is given to work on, and counts as length of the ask.
 */
const harnessNames = new Set(
  `system-reminder system_reminder environment_details environment_context user_info user_instructions project_layout
  workspace_info additional_data attached_files open_and_recently_viewed_files editorcontext reminderinstructions
  custom_instructions system_context system-context local-command-stdout local-command-caveat command-name
  command-message tool_result tool_results tool_output function_results observation file_content`.split(
    /\s+/,
  ),
);
const materialNames = new Set('context document documents file files attachment attachments'.split(' '));

/** Where a harness says itself which part the user wrote. */
const askNames = /^(?:user_query|userrequest|user_request|user_message)$/;
/** The same, in words that a user may choose as well: only where a harness has been at work. */
const askNamesOfHarness = /^(?:task|feedback)$/;

const element = /<([a-z][\w-]{2,40})(?:\s[^<>]{0,200})?>/gi;
/** Blocks under a heading in brackets, up to the closing one, the next heading or a blank line. */
const heading = /(?:^|\n)[ \t]*\[(?:context|environment|system(?: reminder)?|reminder)\][ \t]*:?/gi;
const headingEnd = /\[\/[a-z ]{3,20}\]|\n[ \t]*(?=\[[a-z ]{3,20}\])|\n[ \t]*\n/gi;

/** Leaves out what is not the user's: one pass, and never more than 64,000 characters of it. Without any, the text itself. */
export function withoutHarnessText(text: string): CleanText {
  if (!text.includes('<') && !text.includes('[')) return { text, harnessCharacters: 0 };
  const seen =
    text.length <= 2 * windowCharacters
      ? text
      : `${text.slice(0, windowCharacters)}\n${text.slice(-windowCharacters)}`;
  const elements = withoutElements(seen);
  const clean = withoutHeadings(elements.text);
  const harnessCharacters = elements.harnessCharacters + elements.text.length - clean.length;
  if (clean.length === seen.length && elements.ask === null) return { text, harnessCharacters: 0 };
  return { text: (elements.ask ?? clean).trim(), harnessCharacters };
}

function withoutElements(text: string): CleanText & { readonly ask: string | null } {
  const unclosed = new Set<string>();
  let kept = '';
  let from = 0;
  let harnessCharacters = 0;
  let ask: string | null = null;
  let askOfHarness: string | null = null;
  element.lastIndex = 0;
  for (let found = element.exec(text); found !== null; found = element.exec(text)) {
    const name = (found[1] as string).toLowerCase();
    const isHarness = harnessNames.has(name);
    const isAsk = askNames.test(name);
    if (!isHarness && !isAsk && !materialNames.has(name) && !askNamesOfHarness.test(name)) continue;
    const inside = found.index + found[0].length;
    const close = unclosed.has(name) ? -1 : closingOf(text, found[1] as string, inside);
    if (close < 0) {
      // Not looked for again: a text of opening tags alone would be searched to its end for each.
      unclosed.add(name);
      continue;
    }
    if (isAsk) ask = text.slice(inside, close);
    else if (askNamesOfHarness.test(name)) askOfHarness = text.slice(inside, close);
    else {
      const end = text.indexOf('>', close) + 1;
      kept += `${text.slice(from, found.index)}\n`;
      from = end;
      element.lastIndex = end;
      if (isHarness) harnessCharacters += end - found.index;
    }
  }
  return {
    text: from === 0 ? text : kept + text.slice(from),
    harnessCharacters,
    ask: ask ?? (harnessCharacters > 0 ? askOfHarness : null),
  };
}

/** Where `</name>` stands; -1: nowhere. */
function closingOf(text: string, name: string, from: number): number {
  const close = text.indexOf(`</${name}>`, from);
  if (close >= 0) return close;
  const anyCase = new RegExp(`</${name}>`, 'gi');
  anyCase.lastIndex = from;
  return anyCase.exec(text)?.index ?? -1;
}

function withoutHeadings(text: string): string {
  let kept = '';
  let from = 0;
  heading.lastIndex = 0;
  for (let found = heading.exec(text); found !== null; found = heading.exec(text)) {
    headingEnd.lastIndex = found.index + found[0].length;
    const end = headingEnd.exec(text);
    if (end === null) break;
    kept += text.slice(from, found.index);
    from = end.index + end[0].length;
    heading.lastIndex = from - 1;
  }
  return from === 0 ? text : `${kept}\n${text.slice(from)}`;
}

/** How a tool's output begins that a harness pastes into a user turn, because its model calls tools in words. */
const pastedOutput =
  /^\s*(?:\[[\w-]{2,60}(?: for [^\]\n]{0,300})?\] Result:|(?:Observation|Tool (?:output|result)|Function result)s?:)/;

export const isPastedToolOutput = (text: string): boolean => pastedOutput.test(text.slice(0, 400));
