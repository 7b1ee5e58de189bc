/** The text of an answer that has gone out, as far as it is kept. */
export interface KeptText {
  add(delta: string): void;
  /** All that was added, or its beginning where that was too long. */
  text(): string;
  readonly isCut: boolean;
}

/** Of a longer answer the beginning is kept: 1 MB at one byte per character. */
const mostCharacters = 1_048_576;
/** So many pieces are joined at a time: a piece alone takes more memory than its letters. */
const piecesPerBlock = 64;

export const keepText = (): KeptText => new Kept();

/** A class because `add` runs once per chunk, and what it holds is held by every stream in flight. */
class Kept implements KeptText {
  isCut = false;
  #length = 0;
  #blocks = '';
  #pieces: string[] = [];

  add(delta: string): void {
    // A model may send anything.
    if (this.isCut || typeof delta !== 'string') return;
    this.#length += delta.length;
    if (this.#length > mostCharacters) {
      this.isCut = true;
      this.#pieces.push(delta.slice(0, delta.length - (this.#length - mostCharacters)));
    } else if (this.#pieces.push(delta) === piecesPerBlock) this.#join();
  }

  text(): string {
    this.#join();
    return this.#blocks;
  }

  #join(): void {
    this.#blocks += this.#pieces.join('');
    this.#pieces = [];
  }
}
