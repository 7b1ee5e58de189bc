/** A binary heap: the least first, add and take in O(log n). */
export interface Heap<Item> {
  readonly size: number;
  add(item: Item): void;
  peek(): Item | undefined;
  take(): Item | undefined;
}

export function createHeap<Item>(isBefore: (one: Item, other: Item) => boolean): Heap<Item> {
  const items: Item[] = [];

  function swap(one: number, other: number): void {
    const item = items[one] as Item;
    items[one] = items[other] as Item;
    items[other] = item;
  }

  return {
    get size() {
      return items.length;
    },
    add(item) {
      let index = items.push(item) - 1;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (!isBefore(item, items[parent] as Item)) break;
        swap(index, parent);
        index = parent;
      }
    },
    peek: () => items[0],
    take() {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      items[0] = last;
      let index = 0;
      for (;;) {
        const left = 2 * index + 1;
        const right = left + 1;
        let least = index;
        if (left < items.length && isBefore(items[left] as Item, items[least] as Item)) least = left;
        if (right < items.length && isBefore(items[right] as Item, items[least] as Item)) least = right;
        if (least === index) return first;
        swap(index, least);
        index = least;
      }
    },
  };
}
