import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { Bench, Scenario } from './bench.js';
import type { Loose } from './majors.js';

// Newer SDKs look at the first bytes of a file, whatever it is said to be.
const bytes = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 1, 2, 3]);
const pdf = new TextEncoder().encode('%PDF-1.7 and so on');

/** What the target was given for the last part of the user's message. */
function given(calls: Loose[]): Loose {
  const { content } = calls[0].prompt.at(-1);
  const part = content.at(-1);
  const { data } = part;
  if (data.type !== 'data') return { ...part, data: { ...data, url: String(data.url) } };
  const raw = typeof data.data === 'string' ? Buffer.from(data.data, 'base64') : Buffer.from(data.data);
  return { ...part, data: { type: 'data', bytes: [...raw] } };
}

async function sent({ sdk, scripted }: Bench, part: object, supportedUrls = {}): Promise<Loose> {
  const { routed, calls } = scripted('Nice.', { supportedUrls });
  const content = [{ type: 'text', text: 'What is this?' }, part];
  await sdk.generateText({ model: routed('auto'), messages: [{ role: 'user', content }] });
  return given(calls);
}

/** A file on a server: what is downloaded, and how often. */
async function hosting<Value>(
  contentType: string,
  content: Uint8Array,
  run: (url: URL, count: () => number) => Promise<Value>,
): Promise<Value> {
  let count = 0;
  const server = createServer((_, response) => {
    count++;
    response.writeHead(200, { 'content-type': contentType }).end(content);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    return await run(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`), () => count);
  } finally {
    await new Promise(resolve => server.close(resolve));
  }
}

const whole = (content: Uint8Array) => ({ type: 'data', bytes: [...content] });
const data = whole(bytes);

/** Newer SDKs do not download from this machine; the test lets them. */
const mayDownload = {
  experimental_download: async (files: { url: URL }[]) =>
    Promise.all(
      files.map(async ({ url, isUrlSupportedByModel }: Loose) => {
        if (isUrlSupportedByModel) return null;
        const response = await fetch(url);
        return {
          data: new Uint8Array(await response.arrayBuffer()),
          mediaType: response.headers.get('content-type') ?? undefined,
        };
      }),
    ),
};

/** Images and files, as bytes and by URL. */
export const mediaScenarios: readonly Scenario[] = [
  {
    name: 'an image as bytes',
    async run(bench) {
      const part = await sent(bench, { type: 'image', image: bytes, ...bench.mediaType('image/png') });
      expect(part).toMatchObject({ type: 'file', mediaType: 'image/png', data });
    },
  },
  {
    name: 'an image as base64',
    async run(bench) {
      const image = Buffer.from(bytes).toString('base64');
      const part = await sent(bench, { type: 'image', image, ...bench.mediaType('image/png') });
      expect(part).toMatchObject({ type: 'file', mediaType: 'image/png', data });
    },
  },
  {
    name: 'a file as bytes, with its name',
    async run(bench) {
      const file = { type: 'file', data: pdf, filename: 'a.pdf', ...bench.mediaType('application/pdf') };
      const part = await sent(bench, file);
      expect(part).toMatchObject({ mediaType: 'application/pdf', filename: 'a.pdf', data: whole(pdf) });
    },
  },
  {
    name: 'an image by a URL that the target fetches for itself',
    async run(bench) {
      const image = new URL('https://example.com/picture.png');
      const supported = { 'image/*': [/^https?:\/\/.*$/] };
      const part = await sent(bench, { type: 'image', image, ...bench.mediaType('image/png') }, supported);
      expect(part).toMatchObject({ data: { type: 'url', url: image.toString() } });
    },
  },
  {
    name: 'a file by a URL that the target fetches for itself, whatever it is',
    async run(bench) {
      const url = new URL('https://example.com/a.pdf');
      const file = { type: 'file', data: url, ...bench.mediaType('application/pdf') };
      const part = await sent(bench, file, { '*/*': [/^https:\/\/example\.com\/.*$/] });
      expect(part).toMatchObject({ data: { type: 'url', url: url.toString() } });
    },
  },
  {
    name: 'an image by a URL that not every target fetches is downloaded by the SDK',
    async run(bench) {
      const { sdk, scripted, version } = bench;
      await hosting('image/png', bytes, async (url, count) => {
        const { routed, calls } = scripted('Nice.');
        await sdk.generateText({
          model: routed('auto'),
          messages: [{ role: 'user', content: [{ type: 'image', image: url }] }],
          ...(version > 4 ? mayDownload : {}),
        });
        expect(count()).toBe(1);
        expect(given(calls)).toMatchObject({ type: 'file', data });
      });
    },
  },
  {
    name: 'a file by a URL is downloaded by the SDK too',
    async run(bench) {
      const { sdk, scripted, version, mediaType } = bench;
      await hosting('application/pdf', pdf, async (url, count) => {
        const { routed, calls } = scripted('Nice.');
        await sdk.generateText({
          model: routed('auto'),
          messages: [
            { role: 'user', content: [{ type: 'file', data: url, ...mediaType('application/pdf') }] },
          ],
          ...(version > 4 ? mayDownload : {}),
        });
        expect(count()).toBe(1);
        expect(given(calls)).toMatchObject({ mediaType: 'application/pdf', data: whole(pdf) });
      });
    },
  },
];
