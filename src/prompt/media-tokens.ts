/** A large picture at high detail takes about this many tokens with OpenAI, Anthropic and Google; a guess for planning. */
export const imageTokens = 800;
/** No vendor bills more for one picture at its default settings. An assumption, stated where a bound rests on it. */
export const imageTokensBound = 6_000;
/** Of a file given by URL or reference nobody knows the size; a guess for planning. */
export const fileTokens = 2_000;
/** What a bound assumes of such a file: a document of some hundred pages. */
export const fileTokensBound = 300_000;
