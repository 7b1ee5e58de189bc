/** Reads server-sent events from pieces of text that may end anywhere; hands on what each says in its `data`. */
export function createEventReader(onData: (data: string) => void): (text: string) => void {
  let rest = '';
  return text => {
    const events = (rest + text).split('\n\n');
    rest = events.pop() as string;
    for (const event of events) {
      const data = event.split('\n').filter(line => line.startsWith('data: '));
      if (data.length > 0) onData(data.map(line => line.slice(6)).join('\n'));
    }
  };
}
