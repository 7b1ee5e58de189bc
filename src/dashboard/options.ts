import { z } from 'zod/v4';

/** Says whether who asks may see the dashboard. Whatever is not `true` is a no; so is a throw. */
export type Authorize = (request: Request) => boolean | Promise<boolean>;

const anAuthorize = z
  .custom<Authorize>(value => typeof value === 'function', { error: '' })
  .meta({ title: 'a function of a request' });

export const dashboardOptions = z.strictObject({
  authorize: z
    .union([z.literal('anyone'), anAuthorize])
    .describe(
      'Asked before anything else, of every request: true, and it is answered; anything else, or a throw, is 403. ' +
        '`anyone` where something before the handler decides.',
    ),
  path: z
    .string()
    .regex(/^\/[^?#]*$/, { error: '' })
    .meta({ title: 'a path that begins with /' })
    .optional()
    .describe(
      'Where requests find the handler, as `/ops/dashboard`: all other paths are 404. Absent: the last part of a path ' +
        'decides, so that it works wherever it is mounted.',
    ),
  maxClients: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('Pages that may be open at a time; beyond, 503, and the page asks again.'),
});

export type DashboardOptions = z.input<typeof dashboardOptions>;
