/** Names come from people: what could end a table's cell, a line or a code span is taken from them. */
export const plain = (text: string): string => text.replaceAll(/[|`<>[\]\\\r\n]+/g, ' ').trim();

export const number = (value: number): string => value.toLocaleString('en');

export const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The works that leaves name. */
export const workTable = (
  sources: { path: string; titleOfWork: string; licenseOfTheWork: string; creatorNames: string; linkToWork: string }[],
): string =>
  table(
    ['Leaf', 'Work', 'Licence', 'By', 'Link'],
    sources.map((source) =>
      [source.path, source.titleOfWork, source.licenseOfTheWork, source.creatorNames, source.linkToWork].map(
        (text) => plain(text) || '–',
      ),
    ),
  );

/** What the card says differently from one format of the manifest to the next. */
export type CardParts = {
  practice: string | null;
  /** Follows the sentence on how the rows were made. */
  edited: string;
  replay: string;
  sources: string;
  about: string[];
};
