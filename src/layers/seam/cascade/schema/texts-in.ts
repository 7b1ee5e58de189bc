/** The texts of a JSON value, names of properties included. */
export interface Texts {
  readonly count: number;
  /** In UTF-16 code units. */
  readonly longest: number;
}

export function textsIn(value: unknown): Texts {
  let count = 0;
  let longest = 0;
  function note(text: string): void {
    count++;
    if (text.length > longest) longest = text.length;
  }
  function look(at: unknown): void {
    if (typeof at === 'string') note(at);
    else if (Array.isArray(at)) at.forEach(look);
    else if (typeof at === 'object' && at !== null)
      for (const [name, one] of Object.entries(at)) {
        note(name);
        look(one);
      }
  }
  look(value);
  return { count, longest };
}
