import { number, plain, table, workTable, type CardParts } from './card-text';
import type { DocumentBehind, Manifest2 } from './contract';
import { aboutKeys, aboutNames, replayWords } from './vocabulary';

/** The card's words for versions with a manifest of format 2. */
export const cardPartsOf2 = (manifest: Manifest2): CardParts => ({
  practice: practiceWords(manifest),
  edited: manifest.edited.rows > 0 ? ` ${editedWords(manifest)}` : '',
  replay: replayWords(manifest.recipe.replayFraction),
  sources: sourceWords(manifest),
  about: aboutSections(manifest),
});

function practiceWords({ rows, practice, edited }: Manifest2): string | null {
  if (!practice) return null;
  const then = edited.practiceRows > 0 ? `, ${number(edited.practiceRows)} of them then edited by people` : '';
  return `${number(practice.rows)} of ${number(rows)} rows were written by Seedleaf's practice teacher, which recombines seed examples${then}. They are for learning the workflow, not for training.`;
}

const editedWords = ({ rows, edited }: Manifest2): string =>
  `Of the ${number(rows)} rows, ${number(edited.rows)} ${edited.rows === 1 ? 'was' : 'were'} edited by people; their metadata say \`edited\`.`;

function sourceWords({ sources }: Manifest2): string {
  const works = sources.filter((source) =>
    [source.titleOfWork, source.linkToWork, source.licenseOfTheWork, source.creatorNames].some((text) => text.trim()),
  );
  const documents = sources.flatMap(({ path, documents }) => documents.map((document) => ({ path, ...document })));
  const parts = [
    ...(works.length > 0 ? [`Works that the leaves name:\n\n${workTable(works)}`] : []),
    ...(documents.length > 0 ? [`Documents that the rows were written from:\n\n${documentTable(documents)}`] : []),
  ];
  return parts.length > 0 ? parts.join('\n\n') : 'The leaves name no sources.';
}

const documentTable = (documents: (DocumentBehind & { path: string })[]): string =>
  table(
    ['Leaf', 'Document', 'From', 'SHA-256', 'Rows'],
    documents.map(({ path, name, sha256, repo, commit, rows }) => [
      plain(path),
      plain(name),
      repo === null ? 'uploaded' : `${plain(repo)}${commit === null ? '' : ` at \`${plain(commit)}\``}`,
      `\`${plain(sha256)}\``,
      number(rows),
    ]),
  );

/** What people wrote, and one line on what they did not. */
function aboutSections({ recipe: { about } }: Manifest2): string[] {
  const written = aboutKeys.filter((key) => about?.[key]);
  const missing = aboutKeys.filter((key) => !about?.[key]).map((key) => aboutNames[key].toLowerCase());
  return [
    ...written.map((key) => `## ${aboutNames[key]}\n\n${about?.[key] ?? ''}`),
    ...(missing.length > 0 ? [`*Nobody has written about: ${missing.join(', ')}.*`] : []),
  ];
}
