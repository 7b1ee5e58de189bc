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
  /** Runs `task` when the switch is thrown, or now if it was. */
  onCancel(task: CancelTask): void;
  /** Calls a task off. */
  offCancel(task: CancelTask): void;
  /** The switch as the platform's `AbortSignal`; always the same one. */
  signal(): AbortSignal;
  /** Lets go of the parent. Call it when the work has settled. */
  release(): void;
}

export type CancelTask = (reason: unknown) => void;

/** Makes a switch that is also thrown when its parent is, with the parent's reason. */
export function createCancel(parent?: AbortSignal | Cancel): Cancel {
  // Every cancel was made here.
  return new Switch(parent as AbortSignal | Switch | undefined);
}

/** A class because two are made per call: its methods live on the prototype, and the usual one task needs no list. */
class Switch implements Cancel {
  isCancelled = false;
  reason: unknown = undefined;
  #task: CancelTask | Switch | undefined;
  #moreTasks: (CancelTask | Switch)[] | undefined;
  #controller: AbortController | undefined;
  #parent: AbortSignal | Switch | undefined;
  /** Only under an `AbortSignal`: a parent of our own kind tells its children without a closure. */
  #follow: (() => void) | undefined;

  constructor(parent: AbortSignal | Switch | undefined) {
    if (parent === undefined) return;
    const isCancelled = parent instanceof Switch ? parent.isCancelled : parent.aborted;
    if (isCancelled) {
      this.cancel(parent.reason);
      return;
    }
    this.#parent = parent;
    if (parent instanceof Switch) parent.#add(this);
    else {
      this.#follow = () => this.cancel(parent.reason);
      parent.addEventListener('abort', this.#follow, { once: true });
    }
  }

  cancel(reason: unknown): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    this.reason = reason;
    this.release();
    // The socket first: whoever is told next may take its time.
    this.#controller?.abort(reason);
    const first = this.#task;
    const more = this.#moreTasks;
    this.#task = undefined;
    this.#moreTasks = undefined;
    if (first !== undefined) tell(first, reason);
    if (more !== undefined) for (const task of more) tell(task, reason);
  }

  onCancel(task: CancelTask): void {
    if (this.isCancelled) task(this.reason);
    else this.#add(task);
  }

  offCancel(task: CancelTask): void {
    this.#remove(task);
  }

  #add(task: CancelTask | Switch): void {
    if (this.#task === undefined && this.#moreTasks === undefined) this.#task = task;
    else {
      this.#moreTasks ??= [];
      this.#moreTasks.push(task);
    }
  }

  #remove(task: CancelTask | Switch): void {
    if (this.#task === task) {
      this.#task = undefined;
      return;
    }
    const index = this.#moreTasks?.indexOf(task) ?? -1;
    if (index >= 0) this.#moreTasks?.splice(index, 1);
  }

  signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.isCancelled) this.#controller.abort(this.reason);
    }
    return this.#controller.signal;
  }

  release(): void {
    if (this.#parent instanceof Switch) this.#parent.#remove(this);
    else if (this.#follow !== undefined) this.#parent?.removeEventListener('abort', this.#follow);
    this.#parent = undefined;
  }
}

function tell(task: CancelTask | Switch, reason: unknown): void {
  if (task instanceof Switch) task.cancel(reason);
  else task(reason);
}
