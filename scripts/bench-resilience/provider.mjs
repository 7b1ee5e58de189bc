/**
 * A provider of its own process, so that it does not share a processor's turn with the application that is measured.
 * argv: `flaky`, or `limited` and its requests per second. Tells its port, and on any message what it has seen.
 */
import { createServer } from 'node:http';

const [, , kind, perSecond = '0', seed = '1'] = process.argv;
const limit = Number(perSecond);
const random = seeded(Number(seed));

const answers = [];
let asked = 0;
/** When the requests of the last second were accepted. */
const accepted = [];

const completion = JSON.stringify({
  id: 'x',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    asked++;
    const answer = kind === 'flaky' ? flaky() : limited();
    setTimeout(() => answer(response), 20 + random() * 30);
  });
});
server.keepAliveTimeout = 60_000;

function flaky() {
  const chance = random();
  if (chance < 0.1) return refuse(500, {});
  return chance < 0.2 ? refuse(429, { 'retry-after': '1' }) : accept;
}

/** So many in any second, and no word about it. */
function limited() {
  const nowMs = performance.now();
  while (accepted.length > 0 && accepted[0] <= nowMs - 1_000) accepted.shift();
  if (accepted.length >= limit) return refuse(429, {});
  accepted.push(nowMs);
  return accept;
}

const accept = response => end(response, 200, {}, completion);
const refuse = (status, headers) => response =>
  end(response, status, headers, JSON.stringify({ error: { message: `status ${status}` } }));
function end(response, status, headers, body) {
  answers.push({ atMs: Date.now(), status });
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

/** Mulberry32: the same chances for everybody. */
function seeded(state) {
  let at = state;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

process.on('message', () => process.send({ asked, answers }));
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
