import { notFound } from 'next/navigation';
import { DomainError } from '@/taxonomy/errors';

/** For a page's `.catch`: what is not there is the not-found page; anything else stays the error that it is. */
export function orNotFound(error: unknown): never {
  if (error instanceof DomainError && error.code === 'not_found') notFound();
  throw error;
}
