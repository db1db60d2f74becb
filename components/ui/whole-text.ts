import type { PhrasingContent, Root, Text } from 'mdast';
import type { Processor } from 'unified';

type VFile = { toString: () => string };

type Options = {
  /** For text that a model learns: entities, escapes, links and emphasis marks are also shown as written. */
  isExact: boolean;
};

/** Never read as markup: `vector<int>`, `<PATIENT-1>` and `<!-- remark -->` are text. */
const tags = ['htmlFlow', 'htmlText'];

/** Constructs that markdown would hide or show differently. */
const swallowing = [
  'autolink',
  'characterReference',
  'definition',
  'gfmFootnoteCall',
  'gfmFootnoteDefinition',
  'gfmPotentialFootnoteCall',
  'hardBreakEscape',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
];

/** Renders markdown so that no character of the text is lost on screen. Use after remark-gfm. */
export function remarkWholeText(this: Processor, { isExact }: Options) {
  const data = this.data();
  (data.micromarkExtensions ??= []).push({ disable: { null: isExact ? [...tags, ...swallowing] : tags } });
  if (!isExact) return;
  (data.fromMarkdownExtensions ??= []).push({
    exit: {
      // The backslash of `\(` is added to the same text as the character after it.
      escapeMarker(token) {
        const text = this.stack.at(-1);
        if (text?.type === 'text') text.value += this.sliceSerialize(token);
      },
    },
  });
  return (tree: Root, file: VFile) => withMarks(tree, String(file));
}

const marks = { emphasis: 1, strong: 2, delete: 2 } as const;
type Marked = Extract<PhrasingContent, { type: keyof typeof marks }>;

/** `2*3*4` keeps its marks: they are shown with the emphasis. */
function withMarks(node: Node, source: string): void {
  for (const child of node.children ?? []) {
    if (!isNode(child)) continue;
    withMarks(child, source);
    if (!isMarked(child)) continue;
    const at = child.position?.start.offset ?? 0;
    const mark: Text = { type: 'text', value: source.slice(at, at + marks[child.type]) };
    child.children = [mark, ...child.children, { ...mark }];
  }
}

type Node = { type: string; children?: unknown[] };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

const isMarked = (node: { type: string }): node is Marked => node.type in marks;
