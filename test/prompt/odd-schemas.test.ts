import { expect, it } from 'vitest';
import { createRouted } from '../../src/index.js';
import { scriptedModel } from '../../src/testing/index.js';

it.each([true, null, 'string', 5])('a schema that is none (%j) is for the target to refuse', async schema => {
  const model = scriptedModel({ script: '{}' });
  for (const cascade of [false, {}] as const) {
    const routed = createRouted({ targets: { one: { model, supports: { jsonSchema: true } } }, cascade });
    const options = {
      prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Give me JSON' }] }],
      responseFormat: { type: 'json' as const, schema: schema as never },
    };
    expect(routed.explain(options).candidates).toHaveLength(1);
    const { content } = await routed('auto').doGenerate(options);
    expect(content).toMatchObject([{ type: 'text', text: '{}' }]);
  }
});
