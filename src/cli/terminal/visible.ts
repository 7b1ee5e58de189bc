/** C0 and C1 control characters and DEL, line and paragraph ends, and what turns the direction of writing. */
const control = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text with its line ends and tabs, all else that would steer a terminal as `\u001b`. JSON means the same afterwards. */
export const visible = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(control, each => (each === '\n' || each === '\t' ? each : escaped(each)));

/** The same in one line: a name in a table or a list. */
export const visibleLine = (text: string): string => text.replace(control, escaped);
