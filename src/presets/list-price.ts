import type { Price } from '../core/target.js';
import { catalogueEntry } from './catalogue.js';

/** A model of the application's own, as far as its price goes. */
interface OwnModel {
  readonly provider: string;
  readonly modelId: string;
}

/** Where the vendors' own APIs are; a subdomain is one, too. */
const hosts: Readonly<Record<string, string>> = {
  openai: 'openai.com',
  anthropic: 'anthropic.com',
  google: 'googleapis.com',
  deepseek: 'deepseek.com',
  xai: 'x.ai',
  mistral: 'mistral.ai',
  moonshotai: 'moonshot.ai',
  minimax: 'minimax.io',
  zai: 'z.ai',
  cohere: 'cohere.com',
};

/**
 * What a vendor asks for its model where the vendor's own adapter calls it, at the vendor's own address; null: nobody
 * knows. A gateway, a proxy, Azure, Vertex or an adapter under another name has prices of its own; HolySheep's are known.
 * An adapter that does not show its address is taken for the vendor's.
 */
export function listPrice(model: OwnModel): Price | null {
  const { provider, modelId } = model;
  if (/\bvertex\b/.test(provider)) return null;
  const vendor = provider.split('.')[0] as string;
  const host = hostOf(model);
  if (host !== null && isWithin(host, 'holysheep.ai'))
    return catalogueEntry('holysheep', modelId)?.price ?? null;
  const entry = catalogueEntry(vendor, modelId);
  if (entry === null) return null;
  return host === null || isWithin(host, hosts[vendor] ?? host) ? entry.price : null;
}

const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/**
 * Where a model's adapter sends to. Adapters of the AI SDK keep it in `config`, as `baseURL` or as a function of a path;
 * that is not part of their contract, so whatever else is there says nothing.
 */
function hostOf(model: OwnModel): string | null {
  try {
    const { baseURL, url } = (model as { config?: { baseURL?: unknown; url?: unknown } }).config ?? {};
    const address =
      typeof baseURL === 'string'
        ? baseURL
        : typeof url === 'function'
          ? url({ path: '/', modelId: model.modelId })
          : null;
    return typeof address === 'string' ? new URL(address).hostname : null;
  } catch {
    return null;
  }
}
