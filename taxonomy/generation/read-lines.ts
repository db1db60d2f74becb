/** A line of a file, which begins after `start` bytes; `text` is null when it is longer than allowed. */
export type Line = { number: number; start: number; text: string | null; bytes: number };

/**
 * The lines of a stream of UTF-8 bytes, without empty ones. A line of any length takes at most `maxBytes` of memory.
 */
export async function* readLines(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Line> {
  let number = 0;
  let start = 0;
  let bytes = 0;
  let parts: Buffer[] = [];
  const end = (): Line | null => {
    number += 1;
    const text =
      bytes > maxBytes
        ? null
        : Buffer.concat(parts)
            .toString('utf8')
            .replace(/^\uFEFF/, '');
    const line = { number, start, text, bytes };
    parts = [];
    start += bytes + 1;
    bytes = 0;
    return text?.trim() === '' ? null : line;
  };
  const add = (part: Buffer) => {
    bytes += part.length;
    if (bytes <= maxBytes) parts.push(part);
    else parts = [];
  };
  for await (const chunk of source) {
    const buffer = Buffer.from(chunk);
    let from = 0;
    for (let at = buffer.indexOf(10); at >= 0; at = buffer.indexOf(10, from)) {
      add(buffer.subarray(from, at));
      from = at + 1;
      const line = end();
      if (line) yield line;
    }
    add(buffer.subarray(from));
  }
  const last = bytes > 0 ? end() : null;
  if (last) yield last;
}
