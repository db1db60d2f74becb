/** Joins things that belong together, directly or through others (union–find). Things are numbered from 0. */
export class Groups {
  readonly #parents: Int32Array;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, i) => i);
  }

  /** The first member of a thing's group, which stands for it. */
  rootOf(thing: number): number {
    let root = thing;
    while (this.#parents[root] !== root) root = this.#parents[root] as number;
    // Shorten the way for the next time.
    for (let at = thing; at !== root;) {
      const next = this.#parents[at] as number;
      this.#parents[at] = root;
      at = next;
    }
    return root;
  }

  join(one: number, other: number): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    this.#parents[Math.max(a, b)] = Math.min(a, b);
  }
}
