import type { CatalogueModel } from './join.js';
import type { ListRates, ListVariant, Sources } from './sources.js';
import { newerThatSupersede, oldestMonths, vendors } from './vendors.js';

/** docs/prices.md: the same rows, for people. */
export function writeReport(models: readonly CatalogueModel[], sources: Sources): string {
  const sections = vendors.flatMap(({ name, title }) => {
    const rows = models.filter(({ vendor }) => vendor === name);
    return rows.length === 0
      ? []
      : [`## ${title}\n\n${head}\n${rows.map(row => lines(row, sources)).join('\n')}\n`];
  });
  return `# Prices

Written by \`npm run catalogue\`; do not edit. USD per million tokens, of ${models.length} models.

- Prices: [genai-prices](https://github.com/pydantic/genai-prices) ${sources.genaiVersion}, published ${sources.genaiDate}. MIT, Copyright (c) Pydantic Services Inc.
- Limits and abilities, and prices where genai-prices has none: [models.dev](https://models.dev), ${sources.modelsDevDate}. MIT, Copyright (c) models.dev.
- Listed are the models of the AI SDK's gateway that chat, have a price and are current, and what the presets name besides. Not current: deprecated; released more than ${oldestMonths} months before the prices; or surpassed by ${newerThatSupersede} newer models of its line at no higher price. Those have no price here.
- A row that begins with ↳ is a price that applies instead, **for the whole call**: above so many input tokens, from a day on, or in hours of the day (UTC). Of several that apply, the last does.
- A – in a cache column: as input. Reasoning is billed as output${models.some(({ price }) => price.reasoning !== undefined) ? ', unless a row says otherwise' : ''}.
- Not in it: batch and priority service, pictures and sound, searches that the vendor runs; and DeepSeek's off-peak price at weekends, so that on a Saturday and a Sunday its peak hours are an upper bound.
- Cache writes are priced as those that are kept for five minutes. Where prompts are cached for an hour (Anthropic's \`ttl: '1h'\`, twice the input price), give the target a \`price\` with that \`cacheWriteUsdPerMTok\`; budgets then set aside as much, too.
- Which target is the cheaper one (routes by price, the fallbacks of a forced target) goes by the first row of each; what a call costs, \`maxCostUsd\` and price caps go by the row that applies.
- A model of the vendor's own adapter has these prices at the vendor's own address, which is read from the adapter where that shows it (\`config\`, as those of AI SDK 7 do). At another one (\`createOpenAI({ baseURL })\`) it has none, so that no proxy's bill is guessed: give the target a \`price\`. At HolySheep's it has HolySheep's. A target of a preset keeps the preset's prices at any \`baseURL\`.
- A target's own \`price\` goes before all of this. A model that is not listed has no price: its cost is \`null\`, never 0.
- HolySheep's prices are kept by hand, in \`src/price/holysheep.ts\`.

${sections.join('\n')}`;
}

const head = `| model | input | output | cache read | cache write | context | longest answer | as of | source |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |`;

function lines(model: CatalogueModel, { genaiDate, modelsDevDate }: Sources): string {
  const { id, price, priceFrom, contextTokens, maxOutputTokens } = model;
  const asOf = priceFrom === 'genai-prices' ? genaiDate : modelsDevDate;
  const base = `| ${id} | ${rates(price)} | ${count(contextTokens)} | ${count(maxOutputTokens)} | ${asOf} | ${priceFrom} |`;
  return [base, ...price.variants.map(one => `| ↳ ${conditions(one)} | ${rates(one)} | | | | |`)].join('\n');
}

const rates = ({ input, output, cacheRead, cacheWrite, reasoning }: ListRates): string =>
  [
    input,
    reasoning === undefined ? output : `${output} (reasoning ${reasoning})`,
    cacheRead ?? '–',
    cacheWrite ?? '–',
  ].join(' | ');

const count = (tokens: number | null): string => (tokens === null ? '–' : tokens.toLocaleString('en-US'));

function conditions({ aboveInputTokens, from, minutes }: ListVariant): string {
  const time = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return [
    ...(aboveInputTokens === undefined ? [] : [`above ${count(aboveInputTokens)} input tokens`]),
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(minutes === undefined
      ? []
      : [minutes.map(([begin, end]) => `${time(begin)}–${time(end)}`).join(' and ')]),
  ].join(', ');
}
