import type { IncomingMessage } from 'node:http';

/** Reads a body; drops one that is too large, but hears it out, so that the client gets to read our answer. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string | 'too-large' | null> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
      // Nobody sends so much by mistake.
      if (bytes > maxBytes * 16) request.destroy();
    });
    request.on('end', () => resolve(bytes > maxBytes ? 'too-large' : Buffer.concat(chunks).toString('utf8')));
    request.on('error', () => resolve(null));
    request.on('close', () => resolve(null));
  });
}
