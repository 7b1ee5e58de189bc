/** What can be looked at; each is a resolution of the handler's, in its order. */
export const ranges = [
  { text: '2 min', long: 'last 2 minutes' },
  { text: '1 h', long: 'last hour' },
  { text: '1 day', long: 'last day' },
] as const;
