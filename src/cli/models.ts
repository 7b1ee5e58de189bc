import { createRouted } from '../index.js';
import type { Command } from './command.js';
import { count } from './terminal/figures.js';
import { table } from './terminal/table.js';
import { wrap } from './terminal/wrap.js';

/** A price is held in whole pico-dollars per token: USD per million tokens times 1e6. */
const picoUsdPerTokenOfUsdPerMTok = 1e6;

export const models: Command = {
  name: 'models',
  what: 'Lists the built-in targets with their prices, limits and other names.',
  flags: { json: { kind: 'flag', what: 'print them as JSON' } },
  async run(values, terminal) {
    const { targets, aliases } = createRouted();
    const facts = [...targets.values()].map(
      ({ id, provider, modelId, price, limits, contextTokens, maxOutputTokens }) => ({
        id,
        provider,
        modelId,
        inputUsdPerMTok: price === null ? null : price.inputPicoUsd / picoUsdPerTokenOfUsdPerMTok,
        cacheReadUsdPerMTok: price === null ? null : price.cacheReadPicoUsd / picoUsdPerTokenOfUsdPerMTok,
        cacheWriteUsdPerMTok: price === null ? null : price.cacheWritePicoUsd / picoUsdPerTokenOfUsdPerMTok,
        outputUsdPerMTok: price === null ? null : price.outputPicoUsd / picoUsdPerTokenOfUsdPerMTok,
        contextTokens,
        maxOutputTokens,
        requestsPerMinute: limits.requestsPerMinute,
        maxConcurrent: limits.maxConcurrent,
        aliases: [...aliases].filter(([, target]) => target === id).map(([alias]) => alias),
      }),
    );
    if (values.isSet('json')) {
      terminal.out(JSON.stringify(facts, null, 2));
      return 0;
    }
    const number = (value: number | null) => (value === null ? '–' : count(value));
    const columns = [
      'input',
      'cache read',
      'cache write',
      'output',
      'context',
      'longest answer',
      'per minute',
      'at once',
    ];
    const lines = table(
      [{ head: 'target' }, ...columns.map(head => ({ head, isNumber: true }))],
      facts.map(one => [
        one.id,
        number(one.inputUsdPerMTok),
        number(one.cacheReadUsdPerMTok),
        number(one.cacheWriteUsdPerMTok),
        number(one.outputUsdPerMTok),
        number(one.contextTokens),
        number(one.maxOutputTokens),
        number(one.requestsPerMinute),
        number(one.maxConcurrent),
      ]),
    );
    const providers = [...new Set(facts.map(({ provider }) => provider))];
    terminal.out(`Served by ${providers.join(', ')}. Prices in USD per million tokens.`);
    terminal.out('Prices of other models, which the presets have: docs/prices.md.');
    terminal.out();
    for (const line of lines) terminal.out(line);
    terminal.out();
    for (const { id, aliases: names } of facts)
      if (names.length > 0)
        for (const line of wrap(`${id} is also ${names.join(', ')}`, terminal.columns, 2)) terminal.out(line);
    return 0;
  },
};
