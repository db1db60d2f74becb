import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';

const wholeTaxonomy: readonly string[] = [];

/**
 * Which part of the taxonomy a page is about. It stands in the address: a link to it can be sent to somebody.
 *
 * @param standard What holds while the address says nothing; the whole taxonomy unless given.
 */
export function useScope(standard: readonly string[] = wholeTaxonomy) {
  const given = useSearchParams().get('scope');
  const scope = useMemo(
    () => (given === null ? [...standard] : given.split(',').filter((id) => /^[a-z0-9]{12}$/.test(id))),
    [given, standard],
  );
  const write = (value: string | null) => {
    const address = new URL(window.location.href);
    if (value === null) address.searchParams.delete('scope');
    else address.searchParams.set('scope', value);
    window.history.pushState(null, '', decodeURIComponent(address.pathname + address.search));
  };
  return {
    scope,
    choose: (ids: readonly string[]) => write(ids.length === 0 && standard.length === 0 ? null : ids.join(',')),
    /** Goes back to the standard. */
    follow: () => write(null),
  };
}

/** The address of a page with this scope; the whole taxonomy needs no saying. */
export const withScope = (path: string, scope: readonly string[]) =>
  scope.length > 0 ? `${path}${path.includes('?') ? '&' : '?'}scope=${scope.join(',')}` : path;

/** The address of the form for the next version of a dataset. */
export const nextVersionPath = (datasetName: string) => `/datasets/new?name=${encodeURIComponent(datasetName)}`;
