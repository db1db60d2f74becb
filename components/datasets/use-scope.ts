import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';

/** Which part of the taxonomy a page is about. It stands in the address: a link to it can be sent to somebody. */
export function useScope() {
  const given = useSearchParams().get('scope') ?? '';
  const scope = useMemo(() => given.split(',').filter((id) => /^[a-z0-9]{12}$/.test(id)), [given]);
  const choose = (ids: readonly string[]) => {
    const address = new URL(window.location.href);
    if (ids.length > 0) address.searchParams.set('scope', ids.join(','));
    else address.searchParams.delete('scope');
    window.history.pushState(null, '', decodeURIComponent(address.pathname + address.search));
  };
  return { scope, choose };
}

/** The address of a page with this scope; the whole taxonomy needs no saying. */
export const withScope = (path: string, scope: readonly string[]) =>
  scope.length > 0 ? `${path}?scope=${scope.join(',')}` : path;
