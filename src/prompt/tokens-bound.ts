import type { ModelOptions } from '../core/model.js';
import { fileTokensBound, imageTokensBound } from './media-tokens.js';
import { eachText } from './text-of.js';
import { declarations } from './tool-characters.js';
import { utf8Bytes } from './utf8-bytes.js';

/** Roles, separators and the like, per message and per declaration. */
const framingTokens = 16;

/**
 * More input tokens than this are not billed for a call: a token is at least one byte of UTF-8, images and files
 * come by a table of assumptions, and each message has its framing.
 */
export function inputTokensUpperBound(options: ModelOptions): number {
  let tokens = options.prompt.length * framingTokens;
  eachText(options.prompt, text => {
    tokens += utf8Bytes(text);
  });
  for (const json of declarations(options)) tokens += utf8Bytes(json) + framingTokens;
  for (const { content } of options.prompt) {
    if (typeof content === 'string') continue;
    for (const part of content)
      if (part.type === 'file' || part.type === 'reasoning-file')
        tokens += mediaBound(part.mediaType, part.data);
  }
  return tokens;
}

/** A file's own bytes bound its text too, once they are known; a picture's do not bound its pixels. */
function mediaBound(mediaType: string, data: unknown): number {
  if (mediaType.startsWith('image/')) return imageTokensBound;
  const bytes = typeof data === 'object' && data !== null && 'data' in data ? lengthOf(data.data) : null;
  return bytes === null ? fileTokensBound : Math.max(fileTokensBound, bytes);
}

const lengthOf = (data: unknown): number | null =>
  typeof data === 'string' || data instanceof Uint8Array ? data.length : null;
