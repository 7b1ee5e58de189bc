import type { ModelOptions } from '../core/model.js';
import { fileTokensBound, imageTokensBound } from './media-tokens.js';
import type { Media } from './text-of.js';
import { eachMedia, eachText, isImage } from './text-of.js';
import { declarations } from './tool-characters.js';
import { utf8Bytes } from './utf8-bytes.js';

/** Roles, separators and the like, per message and per declaration. */
const framingTokens = 16;

/**
 * What a vendor adds of its own where there are tools: Anthropic some 260 to 530 tokens that say how to call them, and up
 * to 735 for each of its own tools (its pricing page). A schema is a tool to older models.
 */
const toolUseTokens = 1_000;

/**
 * More input tokens than this are not billed for a call: a token is at least one byte of UTF-8, images and files
 * come by a table of assumptions, and each message has its framing.
 */
export function inputTokensUpperBound(options: ModelOptions): number {
  let tokens = options.prompt.length * framingTokens;
  const see = (text: string): void => {
    tokens += utf8Bytes(text);
  };
  eachText(options.prompt, see, true);
  for (const json of declarations(options)) tokens += utf8Bytes(json) + framingTokens;
  const { tools = [], responseFormat } = options;
  const ofVendor = tools.filter(({ type }) => type === 'provider').length;
  const isTaught =
    tools.length > 0 || (responseFormat?.type === 'json' && responseFormat.schema !== undefined);
  tokens += toolUseTokens * (ofVendor + (isTaught ? 1 : 0));
  eachMedia(options.prompt, media => {
    tokens += mediaBound(media);
  });
  return tokens;
}

/** A file's own bytes bound its text too, once they are known; a picture's do not bound its pixels. */
function mediaBound(media: Media): number {
  if (isImage(media)) return imageTokensBound;
  const { mediaType, data } = media;
  const { type, data: inner } = Object(data) as { type?: unknown; data?: unknown };
  // Its text is counted with all other text.
  if (type === 'text') return framingTokens;
  const bytes = lengthOf(inner);
  if (bytes === null) return fileTokensBound;
  // What is text already holds no more than itself; a document may be packed, and has pages that are pictures.
  return isText.test(mediaType) ? bytes + framingTokens : Math.max(fileTokensBound, bytes);
}

const isText = /^text(\/|$)/i;

const lengthOf = (data: unknown): number | null =>
  typeof data === 'string' || data instanceof Uint8Array ? data.length : null;
