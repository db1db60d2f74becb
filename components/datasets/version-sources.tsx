'use client';

import Link from 'next/link';
import type { DocumentBehind, LeafSource } from '@/taxonomy/datasets/contract-manifest';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import { numberText } from '../numbers';
import { Table, Td, Th, Tr } from '../ui/table';
import { Hash } from './hash';

type SourceList = NonNullable<VersionDetail['origin']>['sources'];

/** The sources of the rows: works in the leaves' attributions, and documents that rows were generated from. */
export function Sources({ sources }: { sources: SourceList }) {
  if (sources.total === 0) return <p className="text-muted">The leaves list no sources.</p>;
  const works = sources.items.filter((source) =>
    [source.titleOfWork, source.linkToWork, source.licenseOfTheWork, source.creatorNames].some((text) => text.trim()),
  );
  const documents = sources.items.flatMap(({ leafId, path, documents: own }) =>
    own.map((document) => ({ leafId, path, ...document })),
  );
  return (
    <>
      {works.length > 0 && <Works works={works} />}
      {documents.length > 0 && <Documents documents={documents.slice(0, SHOWN_DOCUMENTS)} />}
      <MoreInCard of={sources} rest={Math.max(0, documents.length - SHOWN_DOCUMENTS)} />
    </>
  );
}

const SHOWN_DOCUMENTS = 50;

/** A page shows only the beginning of a long list. */
export function MoreInCard({
  of: { items, total },
  rest = 0,
}: {
  of: { items: unknown[]; total: number };
  rest?: number;
}) {
  const more = total - items.length + rest;
  return more > 0 ? <p className="text-sm text-muted">{numberText(more)} more are listed in the data card.</p> : null;
}

const Works = ({ works }: { works: readonly LeafSource[] }) => (
  <Table label="Works that the leaves are based on">
    <thead>
      <tr>
        <Th>Leaf</Th>
        <Th>Work</Th>
        <Th>Licence</Th>
        <Th>By</Th>
      </tr>
    </thead>
    <tbody>
      {works.map((source) => (
        <Tr key={source.leafId} className="align-top">
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
);

/** A stranger may have written the link: only web addresses become links. */
function Work({ title, link }: { title: string; link: string }) {
  if (!/^https?:\/\//i.test(link)) return title || link || '–';
  return (
    <a href={link} target="_blank" rel="noopener noreferrer nofollow" className="text-accent underline">
      {title || link}
    </a>
  );
}

type Behind = DocumentBehind & { leafId: string; path: string };

const Documents = ({ documents }: { documents: readonly Behind[] }) => (
  <Table label="Documents that rows were generated from">
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
      {documents.map(({ leafId, path, name, sha256, repo, commit, rows }) => (
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
);
