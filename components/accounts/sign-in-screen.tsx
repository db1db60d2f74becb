'use client';

import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';
import { signIn } from './api';
import { CommandLine } from './command-line';
import { SignedOutLayout } from './signed-out-layout';

/** `next` is a checked path of this site. */
export function SignInScreen({ next, hasOwner }: { next: string; hasOwner: boolean }) {
  return (
    <SignedOutLayout title={hasOwner ? 'Sign in' : 'Seedleaf has no owner yet'}>
      {hasOwner ? <SignInForm next={next} /> : <FirstTime />}
    </SignedOutLayout>
  );
}

function SignInForm({ next }: { next: string }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: signIn,
    // A full page load, so that nothing rendered before sign-in is kept.
    onSuccess: () => window.location.assign(next),
  });
  const isBusy = isPending || isSuccess;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) mutate({ email, password });
  };

  return (
    <>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Field label="E-mail">
          <Input
            type="email"
            name="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Password">
          <Input
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        {error && <Notice tone="error">{messageOf(error)}</Notice>}
        <Button type="submit" variant="primary" isBusy={isBusy}>
          Sign in
        </Button>
      </form>
      <details className="text-muted">
        <summary className="cursor-pointer">Forgot your password, or never had one?</summary>
        <p className="mt-2">An owner can give you a new one under Settings, People.</p>
        <p className="mt-2">If you are an owner, create a link on the machine that runs Seedleaf:</p>
        <CommandLine />
      </details>
    </>
  );
}

const FirstTime = () => (
  <div className="flex flex-col gap-3">
    <p>Open the link that was printed in the terminal when Seedleaf started. Whoever opens it becomes the owner.</p>
    <p className="text-muted">It works once, for 24 hours. To get a new one, run this on that machine:</p>
    <CommandLine />
  </div>
);
