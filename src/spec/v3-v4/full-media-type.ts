import { detectMediaType } from '@ai-sdk/provider-utils';
import type { ModelMessage } from '../../core/model.js';

type FileData = Extract<Extract<ModelMessage, { role: 'user' }>['content'][number], { type: 'file' }>['data'];

/**
 * V4 may say no more than "image": AI SDK 7 does of each image by URL. Older versions know that as "image/*", where the
 * content does not say more.
 */
export function fullMediaType(mediaType: string, data: FileData): string {
  if (mediaType.includes('/')) return mediaType;
  if (data.type === 'text' && mediaType === 'text') return 'text/plain';
  const seen =
    data.type === 'data' ? detectMediaType({ data: data.data, topLevelType: mediaType }) : undefined;
  return seen ?? `${mediaType}/*`;
}
