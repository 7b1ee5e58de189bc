import { styleText } from 'node:util';

const styles = ['bold', 'dim', 'green', 'red', 'yellow', 'cyan'] as const;
export type Style = (typeof styles)[number];

/** Unicode keeps these characters for a program's own use. Codes come in last, so that none but ours get to a terminal. */
const firstMark = 0xfdd0;
const end = '\ufdef';
const marked = /([\ufdd0-\ufdd5])([^\ufdd0-\ufdef]*)\ufdef/g;

/** Marks a text to be painted. */
export const mark = (style: Style, text: string): string =>
  String.fromCharCode(firstMark + styles.indexOf(style)) + text + end;

/** Marks as the codes of a terminal; a mark without an end stays one, which shows as nothing. */
export const painted = (text: string): string =>
  text.replace(marked, (_, start: string, inner: string) =>
    styleText(styles[start.charCodeAt(0) - firstMark] as Style, inner),
  );
