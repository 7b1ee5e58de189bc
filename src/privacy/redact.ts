/** Takes secrets out of text. */
export interface Redactor {
  /** From now on this text is a secret, in its plain, URL-encoded and base64 forms. Shorter than 6 characters it is none. */
  readonly addSecret: (secret: string) => void;
  readonly redact: (text: string) => string;
}

const shortestSecret = 6;
const mostSecrets = 1_024;
const mask = '[redacted]';

/** What looks like a credential whoever it belongs to. Each pattern reads its text once: no nested repetition. */
const credentials: readonly (readonly [RegExp, string])[] = [
  // With a capital or a digit in it: "a basic bearer" is prose.
  [/\b(Bearer|bearer|BEARER|Basic|basic|BASIC)\s+(?=\S{0,200}[A-Z0-9])[A-Za-z0-9._~+/=-]{6,}/g, `$1 ${mask}`],
  [/\b(sk|pk|rk|cr|gsk|xai)[-_][A-Za-z0-9_-]{8,}/g, mask],
  [/\bAIza[A-Za-z0-9_-]{20,}/g, mask],
  [
    /([?&;](?:api[-_]?key|key|token|access[-_]?token|secret|password|signature|sig)=)[^&\s"'#]+/gi,
    `$1${mask}`,
  ],
  [/(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^/\s@"'<>]{1,512}@/gi, `$1${mask}@`],
];

/** Keeps the secrets of one instance. Bounded: past 1,024 secrets the oldest is forgotten. */
export function createRedactor(): Redactor {
  const secrets = new Map<string, readonly string[]>();
  /** Of all secrets, the longest first: one may be a piece of another. */
  let forms: readonly string[] = [];

  return {
    addSecret(given) {
      // A key that was read from a file ends with a line break, which is not sent.
      const secret = given.trim();
      if (secret.length < shortestSecret || secrets.has(secret)) return;
      if (secrets.size >= mostSecrets) secrets.delete(secrets.keys().next().value as string);
      secrets.set(secret, formsOf(secret));
      forms = [...secrets.values()].flat().sort((one, other) => other.length - one.length);
    },
    redact(text) {
      let clean = text;
      for (const form of forms) clean = clean.replaceAll(form, mask);
      for (const [pattern, replacement] of credentials) clean = clean.replace(pattern, replacement);
      return clean;
    },
  };
}

/** A secret as it may stand in a text. */
function formsOf(secret: string): string[] {
  const inUrl = encodeURIComponent(secret);
  const inJson = JSON.stringify(secret).slice(1, -1);
  const forms = new Set([
    secret,
    inUrl,
    inUrl.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()),
    inJson,
    // As PHP and others write it.
    inJson.replaceAll('/', '\\/'),
    ...base64Forms(secret),
    ...base64Forms(`Bearer ${secret}`),
  ]);
  return [...forms].filter(form => form.length >= shortestSecret);
}

/** Base64 of a text depends on where in a group of three bytes it starts; of each start, the characters that do not depend on the neighbours. */
function base64Forms(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  return [0, 1, 2].flatMap(start => {
    const encoded = btoa(String.fromCharCode(...new Uint8Array(start), ...bytes));
    const firstOwn = Math.ceil((start * 8) / 6);
    const lastOwn = Math.floor(((start + bytes.length) * 8) / 6);
    const own = encoded.slice(firstOwn, lastOwn);
    return own.length < 10 ? [] : [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
