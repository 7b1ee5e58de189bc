import { dashboard } from 'ai-sdk-routed/dashboard';
import { ownSandbox } from '@/lib/own-sandbox';
import { routed } from '@/lib/routed';

export const dynamic = 'force-dynamic';

/** Who may see what all of this costs: on your own machine you; in production nobody, until you write here who. */
const authorize = (_request: Request): boolean =>
  ownSandbox() !== null || process.env.NODE_ENV === 'development';

export const GET = dashboard(routed, { authorize, path: '/dashboard' });
