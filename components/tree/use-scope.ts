import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';

const wholeTaxonomy: readonly string[] = [];

/**
 * The part of the taxonomy that a page is about. It is stored in the address, so that links can be shared.
 *
 * @param standard The scope if the address has none; by default the whole taxonomy.
 */
export function useScope(standard: readonly string[] = wholeTaxonomy) {
  const given = useSearchParams().get('scope');
  const [scope, malformed] = useMemo(() => {
    if (given === null) return [[...standard], 0];
    const asked = given.split(',').filter((id) => id !== '');
    const ids = asked.filter((id) => /^[a-z0-9]{12}$/.test(id));
    return [ids, asked.length - ids.length];
  }, [given, standard]);
  const write = (value: string | null) => {
    const address = new URL(window.location.href);
    if (value === null) address.searchParams.delete('scope');
    else address.searchParams.set('scope', value);
    window.history.pushState(null, '', decodeURIComponent(address.pathname + address.search));
  };
  return {
    scope,
    /** How many places in the address are not valid ids, for example because a link was cut off. */
    malformed,
    choose: (ids: readonly string[]) => write(ids.length === 0 && standard.length === 0 ? null : ids.join(',')),
    /** Returns to the standard. */
    follow: () => write(null),
  };
}

/** The address of a page with this scope; the whole taxonomy needs no parameter. */
export const withScope = (path: string, scope: readonly string[]) =>
  scope.length > 0 ? `${path}${path.includes('?') ? '&' : '?'}scope=${scope.join(',')}` : path;
