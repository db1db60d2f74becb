/**
 * Replaces the pictures of a markdown text with a mark such as `[picture: a map]`, because the teacher reads only text.
 * Pictures in fenced code stay. The bytes of any embedded file, which can be megabytes, are removed everywhere:
 * `data:application/pdf;base64,…`.
 */
export function leaveOutPictures(whole: string): { markdown: string; pictures: number } {
  const markdown = whole.replaceAll(embedded, '$1…');
  if (!/!\[|<img|<svg|data:image/i.test(markdown)) return { markdown, pictures: 0 };
  let pictures = 0;
  const mark = (alt: string) => {
    pictures += 1;
    const words = alt.replaceAll(/\s+/g, ' ').trim();
    return words === '' ? '[picture]' : `[picture: ${words}]`;
  };
  const text = outsideFences(markdown, (part) =>
    withoutDrawings(part, () => mark(''))
      .replaceAll(inline, (_, alt: string) => mark(alt))
      .replaceAll(tag, (found) =>
        mark(/\balt\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(found)?.slice(1).find(Boolean) ?? ''),
      )
      .replaceAll(definition, '')
      .replaceAll(reference, (_, alt: string) => mark(alt)),
  );
  return { markdown: text, pictures };
}

/** Bytes in base64, on one line or on several of equal length with a shorter last one. */
const embedded =
  /(data:(?:[\w.+-]{1,60}\/[\w.+-]{1,80})?(?:;[\w=.+-]{1,60}){0,5};base64,)\s{0,4}[\w+/=-]{60,}(?:[ \t]{0,4}\n[ \t>]{0,20}[\w+/=-]{60,})*(?:[ \t]{0,4}\n[ \t>]{0,20}[\w+/-]{0,80}(?:={1,2}|(?=[)"'])))?/gi;

const inline =
  /!\[([^[\]\n]{0,300})\]\(\s*(?:<[^<>\n]{0,2000}>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'))?\s*\)/g;
// Never match past the next “<”: each of thousands of open tags would search to the end.
const tag = /<img\b(?:"[^"<]*"|'[^'<]*'|[^<>"'])*>/gi;
/** The address of a picture used elsewhere: `[map]: data:image/png;base64,…`. */
const definition = /^ {0,3}\[[^[\]\n]{1,300}\]:\s*<?data:image\/\S*.*$/gim;
const reference = /!\[([^[\]\n]{0,300})\](?:\[[^[\]\n]{0,300}\])?(?!\()/g;

/** Applies `change` outside fences of ``` or ~~~. */
function outsideFences(markdown: string, change: (part: string) => string): string {
  const fence = /^ {0,3}(`{3,}|~{3,}).*$/gm;
  let [text, from, open] = ['', 0, ''];
  for (const { index, 0: line, 1: mark = '' } of markdown.matchAll(fence)) {
    if (open === '') {
      text += change(markdown.slice(from, index));
      [from, open] = [index, mark];
    } else if (mark.startsWith(open) && line.trim() === mark) {
      text += markdown.slice(from, index + line.length);
      [from, open] = [index + line.length, ''];
    }
  }
  return text + (open === '' ? change(markdown.slice(from)) : markdown.slice(from));
}

/** Removes `<svg> … </svg>`. */
function withoutDrawings(markdown: string, mark: () => string): string {
  const open = /<svg\b/gi;
  const close = /<\/svg\s*>/gi;
  let [text, from] = ['', 0];
  for (let found = open.exec(markdown); found; found = open.exec(markdown)) {
    close.lastIndex = found.index;
    if (!close.exec(markdown)) break;
    text += markdown.slice(from, found.index) + mark();
    from = close.lastIndex;
    open.lastIndex = from;
  }
  return text + markdown.slice(from);
}
