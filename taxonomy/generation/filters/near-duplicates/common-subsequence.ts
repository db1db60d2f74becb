const BITS = 32;

/**
 * Length of the longest common subsequence (LCS) of one text and many others. Bit-parallel: one step per token of the
 * other text and 32 tokens of this one.
 *
 * @see Hyyrö, Bit-parallel LCS-length computation revisited (2004)
 */
export class CommonSubsequence {
  /** For each token of this text: the place of its masks. Entries of earlier texts have another generation. */
  #generationOf = new Int32Array(1024);
  #placeOf = new Int32Array(1024);
  #generation = 0;
  #masks = new Int32Array(1024);
  #row = new Int32Array(8);
  #length = 0;
  #words = 0;

  /** Sets this text, as token numbers from 0 up. */
  set(tokens: Int32Array): void {
    this.#length = tokens.length;
    this.#words = Math.ceil(tokens.length / BITS);
    this.#generation += 1;
    if (this.#row.length < this.#words) this.#row = new Int32Array(this.#words * 2);
    if (this.#masks.length < tokens.length * this.#words) this.#masks = new Int32Array(tokens.length * this.#words * 2);
    let next = 0;
    for (let i = 0; i < tokens.length; i += 1) {
      const token = tokens[i] as number;
      this.#makeRoomFor(token);
      if (this.#generationOf[token] !== this.#generation) {
        this.#generationOf[token] = this.#generation;
        this.#placeOf[token] = next;
        this.#masks.fill(0, next, next + this.#words);
        next += this.#words;
      }
      (this.#masks[(this.#placeOf[token] as number) + (i >>> 5)] as number) |= 1 << (i & 31);
    }
  }

  /** The LCS of this text and the tokens from `from` up to but not including `to` of `others`. */
  lengthWith(others: Int32Array, from: number, to: number): number {
    return this.#words === 1 ? this.#inOneWord(others, from, to) : this.#inWords(others, from, to);
  }

  #inOneWord(others: Int32Array, from: number, to: number): number {
    let row = -1;
    for (let j = from; j < to; j += 1) {
      const token = others[j] as number;
      if (this.#generationOf[token] !== this.#generation) continue;
      const mask = this.#masks[this.#placeOf[token] as number] as number;
      const common = row & mask;
      row = (row + common) | (row & ~mask);
    }
    return countBits(~row & lowBits(this.#length));
  }

  #inWords(others: Int32Array, from: number, to: number): number {
    const row = this.#row;
    row.fill(-1, 0, this.#words);
    for (let j = from; j < to; j += 1) {
      const token = others[j] as number;
      if (this.#generationOf[token] !== this.#generation) continue;
      const place = this.#placeOf[token] as number;
      let carry = 0;
      for (let w = 0; w < this.#words; w += 1) {
        const mask = this.#masks[place + w] as number;
        const before = row[w] as number;
        const sum = (before >>> 0) + ((before & mask) >>> 0) + carry;
        carry = sum > 0xff_ff_ff_ff ? 1 : 0;
        row[w] = sum | (before & ~mask);
      }
    }
    let length = 0;
    for (let w = 0; w < this.#words; w += 1) {
      length += countBits(~(row[w] as number) & lowBits(this.#length - w * BITS));
    }
    return length;
  }

  #makeRoomFor(token: number): void {
    if (token < this.#placeOf.length) return;
    this.#generationOf = grown(this.#generationOf, token + 1);
    this.#placeOf = grown(this.#placeOf, token + 1);
  }
}

const lowBits = (count: number): number => (count >= BITS ? -1 : (1 << count) - 1);

/** The number of ones among 32 bits. */
export function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55_55_55_55);
  const fours = (pairs & 0x33_33_33_33) + ((pairs >>> 2) & 0x33_33_33_33);
  return Math.imul((fours + (fours >>> 4)) & 0x0f_0f_0f_0f, 0x01_01_01_01) >>> 24;
}

/** The array with room for at least `length` numbers, and half as much again at least. */
export function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(length, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}
