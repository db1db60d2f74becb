'use client';

import Link from 'next/link';
import type { DocumentBehind, Manifest } from '@/taxonomy/datasets/contract';
import { numberText } from '../generation/numbers';
import { Table, Td, Th, Tr } from '../ui/table';
import { Hash } from './hash';

const SHOWN_SOURCES = 100;

/** Whose work the rows rest on: the works that leaves name, and the documents that rows were written from. */
export function Sources({ manifest }: { manifest: Manifest }) {
  if (manifest.sources.length === 0) return <p className="text-muted">The leaves name no sources.</p>;
  const works = manifest.sources.filter((source) =>
    [source.titleOfWork, source.linkToWork, source.licenseOfTheWork, source.creatorNames].some((text) => text.trim()),
  );
  const documents =
    manifest.manifestVersion === 1
      ? []
      : manifest.sources.flatMap(({ leafId, path, documents }) =>
          documents.map((document) => ({ leafId, path, ...document })),
        );
  return (
    <>
      {works.length > 0 && <Works works={works} />}
      {documents.length > 0 && <Documents documents={documents} />}
    </>
  );
}

function Works({ works }: { works: Manifest['sources'] }) {
  const others = works.length - SHOWN_SOURCES;
  return (
    <>
      <Table label="Works behind the leaves">
        <thead>
          <tr>
            <Th>Leaf</Th>
            <Th>Work</Th>
            <Th>Licence</Th>
            <Th>By</Th>
          </tr>
        </thead>
        <tbody>
          {works.slice(0, SHOWN_SOURCES).map((source) => (
            <Tr key={`${source.leafId} ${source.titleOfWork} ${source.linkToWork}`} className="align-top">
              <Td className="min-w-40">
                <Link href={`/taxonomy/${source.leafId}`} className="inline-block py-0.5 hover:underline">
                  {source.path}
                </Link>
              </Td>
              <Td className="min-w-36">
                <Work title={source.titleOfWork} link={source.linkToWork} />
              </Td>
              <Td className="min-w-28">{source.licenseOfTheWork || '–'}</Td>
              <Td className="min-w-28">{source.creatorNames || '–'}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {others > 0 && <p className="text-sm text-muted">And {numberText(others)} more, in the manifest.</p>}
    </>
  );
}

/** The link was written by a stranger: only an address of the web becomes one. */
function Work({ title, link }: { title: string; link: string }) {
  if (!/^https?:\/\//i.test(link)) return title || link || '–';
  return (
    <a href={link} target="_blank" rel="noopener noreferrer nofollow" className="text-accent underline">
      {title || link}
    </a>
  );
}

type Behind = DocumentBehind & { leafId: string; path: string };

function Documents({ documents }: { documents: readonly Behind[] }) {
  const others = documents.length - SHOWN_SOURCES;
  return (
    <>
      <Table label="Documents that the rows were written from">
        <thead>
          <tr>
            <Th>Leaf</Th>
            <Th>Document</Th>
            <Th>From</Th>
            <Th>SHA-256</Th>
            <Th isNumber>Rows</Th>
          </tr>
        </thead>
        <tbody>
          {documents.slice(0, SHOWN_SOURCES).map(({ leafId, path, name, sha256, repo, commit, rows }) => (
            <Tr key={`${leafId} ${name} ${sha256} ${repo} ${commit}`} className="align-top">
              <Td className="min-w-40">
                <Link href={`/taxonomy/${leafId}`} className="inline-block py-0.5 hover:underline">
                  {path}
                </Link>
              </Td>
              <Td className="min-w-36 break-words">{name}</Td>
              <Td className="min-w-36 break-words">
                {repo === null ? 'uploaded' : repo}
                {commit && <span className="text-muted"> at {commit.slice(0, 12)}</span>}
              </Td>
              <Td>
                <Hash hash={sha256} of={`SHA-256 of ${name}`} />
              </Td>
              <Td isNumber>{numberText(rows)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {others > 0 && <p className="text-sm text-muted">And {numberText(others)} more, in the manifest.</p>}
    </>
  );
}
