import { InvalidOptionsError } from 'ai-sdk-routed';
import { z } from 'zod';
import { modelsNow } from '@/lib/models-now';
import { ownSandbox } from '@/lib/own-sandbox';

export const dynamic = 'force-dynamic';

const change = z.strictObject({ model: z.string().min(1).max(100), isBroken: z.boolean() });

// With the real gateway there is nothing to break, and nothing here.
const absent = () => new Response('There is no sandbox here.', { status: 404 });

/** What the gateway was asked, by its own count. */
export function GET(): Response {
  const own = ownSandbox();
  return own === null ? absent() : Response.json(own.sandbox.requests());
}

/** Breaks a model, its answers in flight too, or heals it. */
export async function POST(request: Request): Promise<Response> {
  const own = ownSandbox();
  if (own === null) return absent();
  const body = change.safeParse(await request.json().catch(() => undefined));
  if (!body.success) return new Response('Expected { model, isBroken }.', { status: 400 });
  const { model, isBroken } = body.data;
  try {
    own.sandbox.setFault(model, isBroken ? { kind: 'reset' } : null);
  } catch (error) {
    if (!InvalidOptionsError.isInstance(error)) throw error;
    return new Response(error.message, { status: 400 });
  }
  if (isBroken) own.broken.add(model);
  else own.broken.delete(model);
  return Response.json(modelsNow());
}
