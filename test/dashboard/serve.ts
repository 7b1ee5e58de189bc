import { listen, type WebHandler } from '../../src/cli/report/serve/http.js';

export interface Served {
  readonly url: string;
  readonly port: number;
  /** Connections that are open. */
  readonly sockets: number;
  close(): Promise<void>;
}

/** A web handler behind Node's own server, as `report --serve` puts it there, whose connections are counted. */
export async function serve(handler: WebHandler, wanted = 0): Promise<Served> {
  const { url, server } = await listen(handler, wanted);
  const { origin, port } = new URL(url);
  let sockets = 0;
  server.on('connection', socket => {
    sockets++;
    socket.on('close', () => sockets--);
  });
  return {
    url: origin,
    port: Number(port),
    get sockets() {
      return sockets;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
