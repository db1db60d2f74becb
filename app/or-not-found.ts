import { notFound } from 'next/navigation';
import { DomainError } from '@/taxonomy/errors';

/** For a page's `.catch`: shows the not-found page for `not_found` and rethrows other errors. */
export function orNotFound(error: unknown): never {
  if (error instanceof DomainError && error.code === 'not_found') notFound();
  throw error;
}
