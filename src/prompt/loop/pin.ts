import type { Tier } from '../../core/classification.js';
import { tiers } from '../../core/classification.js';
import type { JSONObject, ModelMessage, ModelPrompt, ProviderMetadata } from '../../core/model.js';

/** Which target made a tool call, and in which tier: the next step of the loop goes on there. */
export interface Pin {
  readonly target: string;
  readonly tier: Tier;
}

/** Under this name a tool call leaves with its pin, and comes back with it: the SDK returns metadata as options. */
const slot = 'routed';

interface ToolCallPart {
  readonly type: 'tool-call';
  readonly providerExecuted?: boolean | undefined;
  readonly providerMetadata?: ProviderMetadata | undefined;
}

/** A tool call that the application will answer, with the pin among what its provider said of it; any other as it is. */
export function withPin<Part extends ToolCallPart>(part: Part, { target, tier }: Pin): Part {
  if (part.providerExecuted === true) return part;
  return { ...part, providerMetadata: { ...part.providerMetadata, [slot]: { target, tier } } };
}

/** The pin of one tool call of a prompt; null where it has none. A prompt may come from anywhere, and hold any JSON. */
export function pinOf(part: { readonly providerOptions?: unknown }): Pin | null {
  const options = fieldOf(part.providerOptions, slot);
  const target = fieldOf(options, 'target');
  const tier = fieldOf(options, 'tier');
  if (typeof target !== 'string' || !tiers.some(known => known === tier)) return null;
  return { target, tier: tier as Tier };
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** The prompt without anything that is ours in its messages and parts: no target is to see it. The same object where there is none. */
export function withoutPins(prompt: ModelPrompt): ModelPrompt {
  let isSame = true;
  const messages = prompt.map(message => {
    const bare = withoutPinsInside(message);
    if (bare !== message) isSame = false;
    return bare;
  });
  return isSame ? prompt : messages;
}

function withoutPinsInside(message: ModelMessage): ModelMessage {
  const bare = withoutOurs(message);
  if (typeof message.content === 'string') return bare;
  const content = message.content as readonly Optioned[];
  if (!content.some(hasOurs)) return bare;
  return { ...bare, content: content.map(withoutOurs) } as ModelMessage;
}

interface Optioned {
  readonly providerOptions?: Readonly<Record<string, JSONObject>> | undefined;
}

const hasOurs = ({ providerOptions }: Optioned): boolean => providerOptions?.[slot] !== undefined;

function withoutOurs<Value extends Optioned>(value: Value): Value {
  if (!hasOurs(value)) return value;
  const { providerOptions, ...bare } = value;
  const { [slot]: _, ...others } = providerOptions ?? {};
  return Object.keys(others).length === 0
    ? (bare as unknown as Value)
    : ({ ...bare, providerOptions: others } as unknown as Value);
}
