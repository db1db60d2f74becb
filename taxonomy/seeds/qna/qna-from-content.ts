import { Document, Scalar, visit } from 'yaml';
import type { LeafContent } from '../contract';
import { newestVersion } from './schemas';

/**
 * Writes a leaf as qna.yaml of the newest version. Text that YAML 1.1 would read as another type is quoted (`yes`,
 * `12:30`), long text is written as blocks, and the file passes yamllint. A knowledge leaf with uploaded documents has
 * no git reference.
 */
export function qnaFromContent(content: LeafContent): string {
  const document = new Document(toQna(content), {
    version: '1.1',
    aliasDuplicateObjects: false,
    // Otherwise the text << is written without quotes, as a merge key.
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge'),
  });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string') node.type = styleOf(node.value);
    },
  });
  const text = document.toString({
    lineWidth: 0,
    blockQuote: 'literal',
    directives: false,
    singleQuote: true,
    doubleQuotedMinMultiLineLength: Infinity,
  });
  // These end a line in YAML 1.1. Text with them is always in double quotes (see styleOf), where they can be escaped.
  return text
    .replaceAll('\u0085', String.raw`\N`)
    .replaceAll('\u2028', String.raw`\L`)
    .replaceAll('\u2029', String.raw`\P`);
}

/**
 * Blocks for several lines. Quotes for lines that end in spaces (yamllint refuses those in blocks) and for YAML
 * keywords.
 */
function styleOf(text: string): Scalar.Type {
  if (text === '=' || text === '<<' || /[\r\u0085\u2028\u2029]/.test(text)) return Scalar.QUOTE_DOUBLE;
  if (!text.includes('\n')) return Scalar.PLAIN;
  return /[ \t]+(?:\n|$)|^\s/.test(text) ? Scalar.QUOTE_DOUBLE : Scalar.BLOCK_LITERAL;
}

function toQna(content: LeafContent): object {
  const head = { version: newestVersion, created_by: content.createdBy };
  if (content.kind !== 'knowledge') {
    const seeds = content.seeds.map(({ context, question, answer }) => ({
      ...(context === null ? {} : { context }),
      question,
      answer,
    }));
    return { ...head, task_description: content.taskDescription, seed_examples: seeds };
  }
  const { domain, documentOutline, document, seeds } = content;
  return {
    ...head,
    domain,
    document_outline: documentOutline,
    seed_examples: seeds.map((seed) => ({ context: seed.context, questions_and_answers: seed.questionsAndAnswers })),
    ...(document === null ? {} : { document }),
  };
}
