/**
 * One change of one piece of state that processes may share. `step` is pure and works on whole numbers only,
 * so that another store can run the same step elsewhere.
 */
export interface Op<State, Input, Output> {
  readonly name: string;
  /** `state` is undefined for a key that has none yet. `nowMs` is the store's own clock, whole milliseconds. */
  step(
    state: State | undefined,
    input: Input,
    nowMs: number,
  ): { readonly state: State; readonly output: Output };
}

/** Where shared state lives. A step is atomic: no other step on the same key runs in between. */
export interface Store {
  run<State, Input, Output>(
    op: Op<State, Input, Output>,
    key: string,
    input: Input,
  ): Output | Promise<Output>;
}

/** Runs a step in a store, or in another where the first fails. */
export function runOrElse<State, Input, Output>(
  store: Store,
  otherwise: Store,
  op: Op<State, Input, Output>,
  key: string,
  input: Input,
): Output | Promise<Output> {
  try {
    const answer = store.run(op, key, input);
    return answer instanceof Promise ? answer.catch(() => otherwise.run(op, key, input)) : answer;
  } catch {
    return otherwise.run(op, key, input);
  }
}

/** Hands a store's answer on without losing a tick when the store answered at once. */
export function andThen<Value, Result>(
  value: Value | Promise<Value>,
  use: (value: Value) => Result,
): Result | Promise<Awaited<Result>> {
  return value instanceof Promise ? (value.then(use) as Promise<Awaited<Result>>) : use(value);
}
