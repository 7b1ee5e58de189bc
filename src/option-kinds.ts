import { z } from 'zod/v4';

/**
 * A shape that zod hands on untouched: functions and objects with methods are not data. Its title is what errors and
 * docs/options.md call it; with an empty message, `parseOptions` says what was given instead.
 */
export function thing<Thing>(title: string, isIt: (value: object) => boolean) {
  return z
    .custom<Thing>(
      value => (typeof value === 'object' || typeof value === 'function') && value !== null && isIt(value),
      { error: '' },
    )
    .meta({ title });
}

export const aFunction = <Function_>(title: string) =>
  thing<Function_>(title, value => typeof value === 'function');

/** zod drops an entry of this name without a word. */
const lostName = '__proto__';
/** A record by names that the application chooses. */
export const byName = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .custom<Record<string, z.input<Schema>>>(
      given => typeof given !== 'object' || given === null || !Object.hasOwn(given, lostName),
      { error: `nothing can be named ${lostName}` },
    )
    .pipe(z.record(z.string().min(1), schema));

/** Of a part that can be turned off. */
export const orOff = <Schema extends z.ZodType>(schema: Schema) => z.union([z.literal(false), schema]);
