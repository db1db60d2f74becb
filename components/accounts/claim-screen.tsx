'use client';

import { useMutation } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../api-client';
import { Button, ButtonLink } from '../ui/button';
import { messageOf, Notice } from '../ui/states';
import { claimOwnership } from './api';
import { CommandLine } from './command-line';
import { SignedOutLayout } from './signed-out-layout';

/**
 * Sends the token from the address's fragment, which never appears in server logs or referrers, and removes it from the
 * address and the history at once.
 */
export function ClaimScreen() {
  const [token, setToken] = useState<string | null>(null);
  const wasRead = useRef(false);
  const { mutate, error } = useMutation({
    mutationFn: claimOwnership,
    onSuccess: () => window.location.replace('/'),
  });

  useEffect(() => {
    // React runs effects twice in development; the link works once.
    if (wasRead.current) return;
    wasRead.current = true;
    const found = new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '';
    window.history.replaceState(null, '', '/claim');
    setToken(found);
    if (found) mutate(found);
  }, [mutate]);

  if (token === '') return <Unusable message="There is no token in this address. Open the whole link." />;
  if (error && !isRefusal(error)) {
    return (
      <SignedOutLayout title="The link could not be sent">
        <Notice tone="error">{messageOf(error)}</Notice>
        <Button variant="primary" onClick={() => token && mutate(token)}>
          Try again
        </Button>
      </SignedOutLayout>
    );
  }
  if (error) return <Unusable message="It was already used, is older than 24 hours, or was replaced by a newer one." />;
  return (
    <SignedOutLayout title="Opening Seedleaf">
      <p role="status" className="flex items-center gap-2 text-muted">
        <LoaderCircle size={16} aria-hidden className="animate-spin" />
        Checking the link…
      </p>
    </SignedOutLayout>
  );
}

/** The server refused the token, so sending it again would not help. */
const isRefusal = (error: Error) => error instanceof ApiError && ['not_found', 'invalid'].includes(error.code);

const Unusable = ({ message }: { message: string }) => (
  <SignedOutLayout title="This link does not work">
    <Notice tone="error">{message}</Notice>
    <div>
      <p>Create a new one on the machine that runs Seedleaf:</p>
      <CommandLine />
    </div>
    <ButtonLink href="/sign-in">Sign in with e-mail and password</ButtonLink>
  </SignedOutLayout>
);
