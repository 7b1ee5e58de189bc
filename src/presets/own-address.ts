/** Whose API an adapter of the AI SDK calls where nobody gave it another base URL: the end of its host. */
const domains: Readonly<Record<string, string>> = {
  openai: 'openai.com',
  anthropic: 'anthropic.com',
  google: 'googleapis.com',
  deepseek: 'deepseek.com',
  xai: 'x.ai',
  mistral: 'mistral.ai',
  moonshotai: 'moonshot.ai',
  cohere: 'cohere.com',
};

/**
 * Whether a model that an adapter made calls another address than its vendor's: a proxy or a gateway, with prices of its
 * own. Adapters of the AI SDK keep their address in `config.baseURL` or `config.url`; where there is neither, nobody
 * knows, and it is taken for the vendor's.
 */
export function callsAnotherAddress(model: object, vendor: string): boolean {
  const domain = Object.hasOwn(domains, vendor) ? domains[vendor] : undefined;
  if (domain === undefined) return false;
  try {
    const { config } = model as { readonly config?: Config };
    const address = config?.baseURL ?? config?.url?.({ path: '', modelId: '' });
    if (typeof address !== 'string') return false;
    const { hostname } = new URL(address);
    return hostname !== domain && !hostname.endsWith(`.${domain}`);
  } catch {
    return false;
  }
}

interface Config {
  readonly baseURL?: unknown;
  readonly url?: (of: { readonly path: string; readonly modelId: string }) => unknown;
}
