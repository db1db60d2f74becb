/** What a line is shows at its beginning; the rest of a line of megabytes is not looked at. */
const LONGEST_LOOK = 4_000;

/**
 * The lines of a text by number, found as they are asked for: a text of ten million lines costs a number for each, and
 * the first line costs no more than itself.
 */
export class Lines {
  private readonly starts = [0];
  private readonly breaks = /\r\n?|\n/g;
  private isWhole = false;

  constructor(private readonly whole: string) {}

  has(i: number): boolean {
    while (this.starts.length <= i && !this.isWhole) this.findNext();
    return i < this.starts.length;
  }

  /** Where a line begins; the end of the text for lines behind the last. */
  startOf(i: number): number {
    return this.has(i) ? (this.starts[i] ?? 0) : this.whole.length;
  }

  /** The beginning of a line, as far as it can say what the line is, without its break. Empty where there is no line. */
  text(i: number): string {
    const start = this.startOf(i);
    const end = this.startOf(i + 1);
    if (end - start > LONGEST_LOOK) return this.whole.slice(start, start + LONGEST_LOOK);
    return this.whole.slice(start, end).replace(/[\r\n]+$/, '');
  }

  /** All of a line, its break included. */
  full(i: number): string {
    return this.whole.slice(this.startOf(i), this.startOf(i + 1));
  }

  isBlank(i: number): boolean {
    return !/\S/.test(this.full(i));
  }

  private findNext(): void {
    this.isWhole = this.breaks.exec(this.whole) === null;
    if (!this.isWhole) this.starts.push(this.breaks.lastIndex);
  }
}
