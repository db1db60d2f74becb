'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import Link from 'next/link';
import type { DocumentSummary } from '@/taxonomy/documents/contract';
import { numberText } from '../numbers';
import { When } from '../ui/when';
import { ButtonLink } from '../ui/button';
import { Page } from '../ui/page';
import { ShowMore } from '../ui/show-more';
import { EmptyState, ErrorState, Skeleton } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { Term } from '../ui/term';
import { documentList } from './api';
import { sizeInWords } from './words';

/** Every document of the taxonomy, newest first. */
export function DocumentsScreen() {
  const list = useInfiniteQuery(documentList());
  const { data, error, hasNextPage, refetch } = list;
  const documents = data?.pages.flatMap((page) => page.items);
  return (
    <Page crumbs={[{ label: 'Documents' }]}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!documents && !error && <Skeleton className="h-64 w-full" />}
      {documents?.length === 0 && <NoDocuments />}
      {documents && documents.length > 0 && (
        <>
          <Table label="Documents">
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>Leaves</Th>
                <Th isNumber>
                  <Term word="chunk">Passages</Term>
                </Th>
                <Th isNumber>Tokens</Th>
                <Th isNumber>Size</Th>
                <Th>Added</Th>
              </tr>
            </thead>
            <tbody>
              {documents.map((document) => (
                <DocumentRow key={document.id} document={document} />
              ))}
            </tbody>
          </Table>
          {hasNextPage && <ShowMore list={list} className="mt-4" />}
        </>
      )}
    </Page>
  );
}

function DocumentRow({ document }: { document: DocumentSummary }) {
  return (
    <Tr>
      <Td className="max-w-80 truncate font-medium">
        <Link href={`/documents/${document.id}`} className="text-accent underline">
          {document.name}
        </Link>
      </Td>
      <Td>
        {document.leaves.length === 0 && <span className="text-muted">none</span>}
        {document.leaves.map((leaf, i) => (
          <span key={leaf.id}>
            {i > 0 && ', '}
            <Link href={`/taxonomy/${leaf.id}`} className="underline">
              {leaf.name}
            </Link>
          </span>
        ))}
      </Td>
      <Td isNumber>{numberText(document.chunkCount)}</Td>
      <Td isNumber>{numberText(document.tokens)}</Td>
      <Td isNumber>{sizeInWords(document.sizeBytes)}</Td>
      <Td className="whitespace-nowrap text-muted">
        <When iso={document.createdAt} />
      </Td>
    </Tr>
  );
}

const NoDocuments = () => (
  <EmptyState
    icon={FileText}
    title="No documents yet"
    action={
      <ButtonLink href="/taxonomy" variant="primary">
        Go to the taxonomy
      </ButtonLink>
    }
  >
    Knowledge leaves use documents. Open one to upload files or to fetch them from Git.
  </EmptyState>
);
