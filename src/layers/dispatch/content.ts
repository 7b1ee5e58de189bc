import type { ModelPart } from '../../core/model.js';

/** Characters that a part adds to the answer; 0 for parts that frame it. */
export function outputCharactersOf(part: ModelPart): number {
  switch (part.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'tool-input-delta':
      return part.delta.length;
    default:
      return 0;
  }
}

/** True where a tool that the provider runs is at work after this part: the model does not write meanwhile. */
export function isToolAtWork(part: ModelPart): boolean {
  if (part.type === 'tool-call') return part.providerExecuted === true;
  return part.type === 'tool-result' && part.preliminary === true;
}

/** True for a part that says something: what a stream commits on, and what keeps it from being idle. */
export function isContent(part: ModelPart): boolean {
  switch (part.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'tool-input-delta':
      return part.delta.length > 0;
    case 'tool-input-start':
    case 'tool-call':
    case 'tool-result':
    case 'tool-approval-request':
    case 'file':
    case 'reasoning-file':
    case 'source':
    case 'custom':
      return true;
    default:
      return false;
  }
}
