/** No model writes a longer answer, whatever it is asked for or claims: sums stay numbers that are exact. */
export const mostOutputTokens = 10_000_000;
/** An answer cut below this is of no use to anybody. */
const leastUseful = 256;
/** Where neither the call nor the target nor the options say how long an answer may be. */
const unknownLongest = 4_096;

/** The shortest limit that is worth sending: what was asked, where that is less. */
export const leastOutputTokens = (asked: number | undefined): number =>
  Math.min(leastUseful, asked ?? leastUseful);

/** How long an answer has to be paid for at most: as asked, else as is usual here, else as long as the target writes. */
export function longestAnswerTokens({
  asked,
  usual,
  targetMax,
}: {
  readonly asked: number | undefined;
  readonly usual: number | null;
  readonly targetMax: number | null;
}): number {
  const wanted = asked ?? usual ?? targetMax ?? unknownLongest;
  return Math.min(wanted, targetMax ?? mostOutputTokens, mostOutputTokens);
}
