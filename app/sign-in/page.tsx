import { redirect } from 'next/navigation';
import { findPageActor } from '@/app/page-actor';
import { nextPath } from '@/components/accounts/next-path';
import { SignInScreen } from '@/components/accounts/sign-in-screen';
import { db } from '@/prisma/db';
import { hasOwner } from '@/taxonomy/accounts/owner-link';

export const metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const next = nextPath((await searchParams)['next']);
  if (await findPageActor()) redirect(next);
  return <SignInScreen next={next} hasOwner={await hasOwner(db)} />;
}
