import type { ModelPart } from '../../core/model.js';
import { overlapOf } from '../../prompt/overlap.js';

/** Makes one stream of the parts of several attempts, each of which goes on with the answer of the one before. */
export interface Splice {
  /** Adds to `out` what goes to the caller for a part that came. */
  take(part: ModelPart, out: ModelPart[]): void;
  /** Adds to `out` what was kept back when no more will come. */
  end(out: ModelPart[]): void;
  /** What comes next is from another model, that goes on with `partial`: all that the caller has been handed. */
  resume(partial: string): void;
  /** True while the answer is text alone, which another model can go on with; reasoning that has ended may come before it. */
  readonly isContinuable: boolean;
}

/**
 * A text block that was open stays open: the continuation's first block becomes its rest, less what repeats its end.
 * The end of a block is kept back until the next part has come, since some providers close it when they are cut off.
 * Of a continuation no frame and no reasoning is handed on: the answer has begun, and was thought about, already.
 */
export function createSplice(): Splice {
  let isText = true;
  let openReasonings = 0;
  /** As the caller knows it; null between blocks. */
  let openTextId: string | null = null;
  let keptEnd: ModelPart | null = null;
  let isContinuation = false;
  /** True until the continuation's text begins, where it belongs to the open block. */
  let isJoining = false;
  /** The block of the continuation that goes on with the open one. */
  let joinedId: string | null = null;
  /** What the beginning of the continuation may repeat; null once that is decided. */
  let partial: string | null = null;
  let head = '';

  const join = (id: string): void => {
    isJoining = false;
    joinedId = id;
  };
  const idOf = (id: string): string => (id === joinedId && openTextId !== null ? openTextId : id);

  function releaseHead(out: ModelPart[]): void {
    if (partial === null) return;
    const rest = head.slice(overlapOf(partial, head).length);
    partial = null;
    head = '';
    if (rest !== '' && openTextId !== null) out.push({ type: 'text-delta', id: openTextId, delta: rest });
  }

  function releaseEnd(out: ModelPart[]): void {
    if (keptEnd === null) return;
    out.push(keptEnd);
    keptEnd = null;
    openTextId = null;
    joinedId = null;
  }

  /** The block that a continuation was to go on with; it had nothing to say, or says something else now. */
  function closeText(out: ModelPart[]): void {
    releaseHead(out);
    if (isContinuation && openTextId !== null) keptEnd ??= { type: 'text-end', id: openTextId };
    isJoining = false;
    releaseEnd(out);
  }

  function takeDelta(part: ModelPart & { type: 'text-delta' }, out: ModelPart[]): void {
    if (isJoining) join(part.id);
    if (partial === null) {
      const id = idOf(part.id);
      out.push(id === part.id ? part : { ...part, id });
      return;
    }
    head += part.delta;
    if (overlapOf(partial, head).isDecided) releaseHead(out);
  }

  return {
    get isContinuable() {
      return isText && openReasonings === 0;
    },
    take(part, out) {
      switch (part.type) {
        case 'text-delta':
          takeDelta(part, out);
          return;
        case 'text-start':
          releaseEnd(out);
          if (isJoining) return join(part.id);
          if (openTextId !== null) isText = false;
          openTextId = part.id;
          break;
        case 'text-end':
          releaseHead(out);
          if (idOf(part.id) === openTextId) keptEnd = { ...part, id: openTextId };
          else out.push(part);
          return;
        case 'stream-start':
        case 'response-metadata':
          if (isContinuation) return;
          break;
        case 'reasoning-start':
        case 'reasoning-delta':
        case 'reasoning-end':
          if (isContinuation) return;
          releaseEnd(out);
          if (part.type === 'reasoning-start') openReasonings++;
          if (part.type === 'reasoning-end') openReasonings--;
          break;
        case 'finish':
          closeText(out);
          break;
        case 'raw':
        case 'ping':
          break;
        default:
          isText = false;
          closeText(out);
      }
      out.push(part);
    },
    end(out) {
      releaseHead(out);
      releaseEnd(out);
    },
    resume(given) {
      isContinuation = true;
      keptEnd = null;
      joinedId = null;
      isJoining = openTextId !== null;
      partial = given;
      head = '';
    },
  };
}
