/** Whose models are listed, and what each source calls the vendor. */
export interface Vendor {
  /** In our rows: the preset's name where there is one, else the first word of its adapter's `provider`. */
  readonly name: string;
  readonly title: string;
  readonly genai: string;
  /** Null: models.dev has it only among the rows of a gateway. */
  readonly modelsDev: string | null;
  readonly gateway: string;
  /** Listed whatever the rules below say: what presets and defaults name, and what much code still does. */
  readonly alsoNamed: readonly string[];
  /** A vendor's name for another of its models, at that model's price. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Models that others serve, and the vendor's own API no longer does. */
  readonly notServed?: RegExp;
}

/**
 * Which models are current: those that the AI SDK's gateway lists and a source prices, less those that genai-prices calls
 * deprecated, those released so many months before the day of the prices, and those that so many newer versions of their
 * line (`claude-opus-#`) surpass at no higher price for input and output. What a vendor's row names stays. A model that is
 * left out has no price: nobody is charged by a list that its vendor may have gone on from.
 */
export const oldestMonths = 18;
export const newerThatSupersede = 3;

const plain = { alsoNamed: [], aliases: {} } as const;

export const vendors: readonly Vendor[] = [
  {
    name: 'openai',
    title: 'OpenAI',
    genai: 'openai',
    modelsDev: 'openai',
    gateway: 'openai',
    alsoNamed: ['gpt-4.1', 'gpt-4o', 'gpt-4o-mini', 'gpt-5.1'],
    aliases: {},
  },
  {
    name: 'anthropic',
    title: 'Anthropic',
    genai: 'anthropic',
    modelsDev: 'anthropic',
    gateway: 'anthropic',
    alsoNamed: ['claude-sonnet-4.5'],
    aliases: {},
  },
  {
    name: 'google',
    title: 'Google',
    genai: 'google',
    modelsDev: 'google',
    gateway: 'google',
    // The gateway calls the last one gemini-3-flash.
    alsoNamed: ['gemini-2.5-flash', 'gemini-3-flash-preview'],
    aliases: {},
  },
  {
    name: 'deepseek',
    title: 'DeepSeek',
    genai: 'deepseek',
    modelsDev: 'deepseek',
    gateway: 'deepseek',
    alsoNamed: [],
    // genai-prices still has the V3 models under these names; api-docs.deepseek.com has them mean V4 Flash, without and with thinking.
    aliases: { 'deepseek-chat': 'deepseek-v4-flash', 'deepseek-reasoner': 'deepseek-v4-flash' },
    notServed: /^deepseek-(r1|v3)/,
  },
  { ...plain, name: 'xai', title: 'xAI', genai: 'x-ai', modelsDev: 'xai', gateway: 'spacexai' },
  {
    name: 'mistral',
    title: 'Mistral',
    genai: 'mistral',
    modelsDev: 'mistral',
    gateway: 'mistral',
    alsoNamed: [],
    // Names that mean the newest of a family; genai-prices has an older one under some of them.
    aliases: {
      codestral: 'codestral-2508',
      'ministral-3b': 'ministral-3b-2512',
      'ministral-8b': 'ministral-8b-2512',
      'ministral-14b': 'ministral-14b-2512',
      'mistral-large': 'mistral-large-2512',
      'mistral-medium': 'mistral-medium-3.5',
      'mistral-small': 'mistral-small-2603',
    },
  },
  {
    ...plain,
    name: 'moonshotai',
    title: 'Moonshot AI',
    genai: 'moonshotai',
    modelsDev: null,
    gateway: 'moonshotai',
  },
  { ...plain, name: 'minimax', title: 'MiniMax', genai: 'minimax', modelsDev: 'minimax', gateway: 'minimax' },
  { ...plain, name: 'zai', title: 'Z.ai', genai: 'zai', modelsDev: null, gateway: 'zai' },
  {
    name: 'cohere',
    title: 'Cohere',
    genai: 'cohere',
    modelsDev: null,
    gateway: 'cohere',
    // Old, and its newest.
    alsoNamed: ['command-a'],
    aliases: {},
  },
];

/** Not models to chat with, or another service level of one that is listed. */
export const isNoChatModel = (id: string): boolean =>
  /-(batch|fast|ultrafast|highspeed|prime|free|beta|exp|contributor)$|image|audio|realtime|tts|omni|nano-banana|safeguard|multi-agent|gpt-oss|codex/.test(
    id,
  );
