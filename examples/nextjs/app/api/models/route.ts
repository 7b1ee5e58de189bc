import { modelsNow } from '@/lib/models-now';

export const dynamic = 'force-dynamic';

export const GET = (): Response => Response.json(modelsNow());
