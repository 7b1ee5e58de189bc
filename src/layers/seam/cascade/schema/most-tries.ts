/** What a group has cost so far: its alternatives that are over, and the one that is being read. */
interface Group {
  over: number;
  current: number;
}

const quantifier = /[*+?]|\{(\d+)(?:(,)(\d*))?\}/y;

/**
 * In how many ways a regular expression could be tried on a text of so many characters, at the most. Infinity where a
 * repetition holds a choice, as `(a+)+` does: those grow by powers. Not how many it takes: an upper bound, so that
 * nothing that hangs is ever run.
 */
export function mostTries(pattern: string, characters: number): number {
  const groups: Group[] = [{ over: 0, current: 1 }];
  const top = (): Group => groups.at(-1) as Group;
  let isAnchored = pattern.startsWith('^');
  let at = 0;

  /** What one piece costs with the quantifier that follows it. */
  function repeated(ways: number): number {
    quantifier.lastIndex = at;
    const found = quantifier.exec(pattern);
    if (found === null) return ways;
    at = quantifier.lastIndex;
    // Lazy: the same ways in another order.
    if (pattern[at] === '?') at++;
    const [text, least, comma, most] = found;
    if (text === '?') return ways + 1;
    if (text === '*' || text === '+' || (comma !== undefined && most === ''))
      return ways === 1 ? characters + 1 : Number.POSITIVE_INFINITY;
    const upper = Number(most ?? least);
    return ways ** upper * (upper - Number(least) + 1);
  }

  while (at < pattern.length) {
    const character = pattern[at++];
    if (character === '(') {
      groups.push({ over: 0, current: 1 });
      if (pattern[at] === '?') at++;
      continue;
    }
    if (character === '|') {
      if (groups.length === 1) isAnchored = false;
      top().over += top().current;
      top().current = 1;
      continue;
    }
    let ways = 1;
    if (character === '\\') at++;
    else if (character === '[') at = endOfClass(pattern, at);
    else if (character === ')' && groups.length > 1) {
      const { over, current } = groups.pop() as Group;
      ways = over + current;
    }
    const cost = repeated(ways);
    top().current *= cost;
  }
  const { over, current } = top();
  return (over + current) * (isAnchored ? 1 : characters + 1);
}

function endOfClass(pattern: string, from: number): number {
  let at = from;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return at + 1;
}
