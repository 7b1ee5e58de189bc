/** A provider as data: where it is, whose key it wants, and what is odd about it. */
export interface Preset {
  /** The provider's name: in target ids (`openai/gpt-4.1`), in `providerOptions`, in reports. */
  readonly name: string;
  readonly title: string;
  readonly baseURL: string;
  /** Environment variables that are read at the first call. */
  readonly baseURLVariable: string;
  readonly apiKeyVariable: string;
  /** It takes `response_format: json_schema`; a target may say otherwise for its model. */
  readonly takesJsonSchema: boolean;
  /** What it calls the longest answer, where that is not `max_tokens`. */
  readonly maxTokensField?: string;
}
