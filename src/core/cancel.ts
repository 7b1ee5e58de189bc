/**
 * A switch that can be thrown once, with a reason. Cheaper than an `AbortSignal`, which is
 * made only when somebody asks for one: the platform's costs more than all our layers together.
 */
export interface Cancel {
  readonly isCancelled: boolean;
  /** What `cancel` was given; undefined until then (and possibly after: look at `isCancelled`). */
  readonly reason: unknown;
  /** Throws the switch. Later calls do nothing. */
  cancel(reason: unknown): void;
  /** Runs `task` when the switch is thrown, or now if it was. The returned function calls it off. */
  onCancel(task: (reason: unknown) => void): () => void;
  /** The switch as the platform's `AbortSignal`; always the same one. */
  signal(): AbortSignal;
  /** Lets go of the parent. Call it when the work has settled. */
  release(): void;
}

const nothing = () => {};

/** Makes a switch that is also thrown when its parent is, with the parent's reason. */
export function createCancel(parent?: AbortSignal | Cancel): Cancel {
  return new Switch(parent);
}

/** A class because one is made per attempt: its methods live on the prototype, not in closures. */
class Switch implements Cancel {
  isCancelled = false;
  reason: unknown = undefined;
  #tasks: Array<(reason: unknown) => void> | undefined;
  #controller: AbortController | undefined;
  #unlink: () => void = nothing;

  constructor(parent: AbortSignal | Cancel | undefined) {
    if (parent === undefined) return;
    if ('onCancel' in parent) {
      this.#unlink = parent.onCancel(reason => this.cancel(reason));
    } else if (parent.aborted) {
      this.cancel(parent.reason);
    } else {
      const listener = () => this.cancel(parent.reason);
      parent.addEventListener('abort', listener, { once: true });
      this.#unlink = () => parent.removeEventListener('abort', listener);
    }
  }

  cancel(reason: unknown): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    this.reason = reason;
    this.release();
    // The socket first: whoever is told next may take its time.
    this.#controller?.abort(reason);
    const tasks = this.#tasks;
    this.#tasks = undefined;
    if (tasks !== undefined) for (const task of tasks) task(reason);
  }

  onCancel(task: (reason: unknown) => void): () => void {
    if (this.isCancelled) {
      task(this.reason);
      return nothing;
    }
    this.#tasks ??= [];
    this.#tasks.push(task);
    return () => {
      const tasks = this.#tasks;
      const index = tasks === undefined ? -1 : tasks.indexOf(task);
      if (index >= 0) tasks?.splice(index, 1);
    };
  }

  signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.isCancelled) this.#controller.abort(this.reason);
    }
    return this.#controller.signal;
  }

  release(): void {
    this.#unlink();
    this.#unlink = nothing;
  }
}
