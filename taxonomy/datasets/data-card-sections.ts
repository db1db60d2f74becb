import { plainText, table } from './card-text';
import type { DocumentBehind, LeafSource, Manifest } from './contract-manifest';
import { namesWork } from './manifest';
import { aboutKeys, aboutNames } from './vocabulary';

/** The works in the leaves' attributions, and the documents that rows were generated from. */
export function sourceSection({ sources }: Manifest): string {
  const works = sources.filter(namesWork);
  const documents = sources.flatMap(({ path, documents: own }) => own.map((document) => ({ path, ...document })));
  const parts = [
    works.length > 0 && `Works named by the leaves:\n\n${workTable(works)}`,
    documents.length > 0 && `Documents that rows were generated from:\n\n${documentTable(documents)}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('\n\n') : 'The leaves list no sources.';
}

const workTable = (sources: LeafSource[]): string =>
  table(
    ['Leaf', 'Work', 'Licence', 'By', 'Link'],
    sources.map((source) =>
      [source.path, source.titleOfWork, source.licenseOfTheWork, source.creatorNames, source.linkToWork].map(
        (text) => plainText(text) || '–',
      ),
    ),
  );

const documentTable = (documents: (DocumentBehind & { path: string })[]): string =>
  table(
    ['Leaf', 'Document', 'From', 'SHA-256', 'Rows'],
    documents.map(({ path, name, sha256, repo, commit, rows }) => [
      plainText(path),
      plainText(name),
      repo === null ? 'uploaded' : `${plainText(repo)}${commit === null ? '' : ` at \`${plainText(commit)}\``}`,
      `\`${plainText(sha256)}\``,
      rows.toLocaleString('en'),
    ]),
  );

/** The sections that people wrote, and one line that lists the missing ones. */
export function aboutSections({ recipe: { about } }: Manifest): string[] {
  const written = aboutKeys.filter((key) => about[key]);
  const missing = aboutKeys.filter((key) => !about[key]).map((key) => aboutNames[key].toLowerCase());
  return [
    ...written.map((key) => `## ${aboutNames[key]}\n\n${about[key]}`),
    ...(missing.length > 0 ? [`*Not provided: ${missing.join(', ')}.*`] : []),
  ];
}
