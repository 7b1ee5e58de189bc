const throwing = (what: string) => (): never => {
  throw new Error(`${what} trap`);
};

/** An object that throws whatever it is asked. */
export const trap = (target: object = {}): object =>
  new Proxy(target, {
    get: throwing('get'),
    has: throwing('has'),
    ownKeys: throwing('ownKeys'),
    getPrototypeOf: throwing('getPrototypeOf'),
    getOwnPropertyDescriptor: throwing('getOwnPropertyDescriptor'),
  });

/** A proxy that has been revoked: even `instanceof` and `Array.isArray` throw. */
export function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** The object with a property that throws when it is read. */
export const withTrap = <Target extends object>(target: Target, name: string): Target =>
  Object.defineProperty(target, name, { enumerable: true, configurable: true, get: throwing(name) });

/** All that a model might throw, by name. */
export const thrownThings: readonly (readonly [string, () => unknown])[] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['a string', () => 'broken'],
  ['a symbol', () => Symbol('broken')],
  ['a bigint', () => 10n],
  ['a frozen object', () => Object.freeze({ odd: true })],
  ['a frozen error', () => Object.freeze(new Error('broken'))],
  ['a trap', () => trap()],
  ['a trap around an error', () => trap(new Error('broken'))],
  ['a revoked proxy', revoked],
  ['an error whose name throws', () => withTrap(new Error('broken'), 'name')],
  ['an error whose cause throws', () => withTrap(new Error('broken'), 'cause')],
  ['an error of revoked errors', () => Object.assign(new Error('broken'), { errors: revoked() })],
];
