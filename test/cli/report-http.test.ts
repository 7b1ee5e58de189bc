import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { listen } from '../../src/cli/report/serve/http.js';

it('listens to a connection that is slow no more often than to one that is not', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  let chunks = 40;
  const { url, server } = await listen(
    async () =>
      new Response(
        new ReadableStream({
          pull: controller => (chunks-- === 0 ? controller.close() : controller.enqueue(new Uint8Array(1e5))),
        }),
      ),
    0,
  );
  const socket = connect(Number(new URL(url).port), '127.0.0.1').resume();
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  await new Promise(resolve => socket.once('end', resolve));
  await new Promise(resolve => server.close(resolve));
  process.off('warning', note);
  expect(chunks).toBeLessThan(0);
  expect(warnings).toEqual([]);
});
