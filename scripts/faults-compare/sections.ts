import { bodyFaults } from './body.js';
import { connection } from './connection.js';
import type { Section } from './experiment.js';
import { httpFaults } from './http.js';
import { overload } from './overload.js';
import { security } from './security.js';
import { streamFaults } from './stream.js';

export const sections: readonly Section[] = [
  { title: 'Connection', experiments: connection },
  { title: 'HTTP', experiments: httpFaults },
  { title: 'Body', experiments: bodyFaults },
  { title: 'Stream', experiments: streamFaults },
  { title: 'Overload and state', experiments: overload },
  { title: 'Security', experiments: security },
];
