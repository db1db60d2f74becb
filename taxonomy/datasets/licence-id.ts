import type { LeafSource } from './contract-manifest';

/** SPDX ids, in lower case, that the Hub calls something else. */
const renamed: Record<string, string> = {
  'c-uda-1.0': 'c-uda',
  'agpl-3.0-only': 'agpl-3.0',
  'agpl-3.0-or-later': 'agpl-3.0',
  'gpl-2.0-only': 'gpl-2.0',
  'gpl-2.0-or-later': 'gpl-2.0',
  'gpl-3.0-only': 'gpl-3.0',
  'gpl-3.0-or-later': 'gpl-3.0',
  'lgpl-2.1-only': 'lgpl-2.1',
  'lgpl-2.1-or-later': 'lgpl-2.1',
  'lgpl-3.0-only': 'lgpl-3.0',
  'lgpl-3.0-or-later': 'lgpl-3.0',
  'odbl-1.0': 'odbl',
  'odc-by-1.0': 'odc-by',
  'pddl-1.0': 'pddl',
};

/** What the Hub calls licences that have an SPDX id. */
const known = new Set([
  'afl-3.0',
  'apache-2.0',
  'artistic-2.0',
  'bsd-2-clause',
  'bsd-3-clause',
  'bsd-3-clause-clear',
  'bsl-1.0',
  'cc0-1.0',
  'cc-by-2.0',
  'cc-by-2.5',
  'cc-by-3.0',
  'cc-by-4.0',
  'cc-by-nc-2.0',
  'cc-by-nc-3.0',
  'cc-by-nc-4.0',
  'cc-by-nc-nd-3.0',
  'cc-by-nc-nd-4.0',
  'cc-by-nc-sa-2.0',
  'cc-by-nc-sa-3.0',
  'cc-by-nc-sa-4.0',
  'cc-by-nd-4.0',
  'cc-by-sa-3.0',
  'cc-by-sa-4.0',
  'cdla-permissive-1.0',
  'cdla-permissive-2.0',
  'cdla-sharing-1.0',
  'ecl-2.0',
  'epl-1.0',
  'epl-2.0',
  'etalab-2.0',
  'eupl-1.1',
  'eupl-1.2',
  'isc',
  'mit',
  'mpl-2.0',
  'ms-pl',
  'ncsa',
  'ofl-1.1',
  'osl-3.0',
  'postgresql',
  'unlicense',
  'wtfpl',
  'zlib',
  ...Object.values(renamed),
]);

/** The Hub’s id of a licence that is named by its SPDX id; null for any other text. */
export function hubLicence(text: string): string | null {
  const id = text.trim().toLowerCase();
  const name = renamed[id] ?? id;
  return known.has(name) ? name : null;
}

const MOST_NAME = 60;

/**
 * The front matter about licences: of the dataset, as the Hub wants it, and of the works that it was made from. Nothing
 * is said about a licence that nobody has written down.
 *
 * @see huggingface/hub-docs, datasetcard.md
 */
export function licenceYaml(licence: string, sources: readonly Pick<LeafSource, 'licenseOfTheWork'>[]): string[] {
  const ofSources = new Set(sources.map(({ licenseOfTheWork }) => licenseOfTheWork.trim()).filter(Boolean));
  return [
    ...ownLicence(licence),
    ...(ofSources.size > 0
      ? ['source_licenses:', ...[...ofSources].toSorted().map((text) => `- ${JSON.stringify(text)}`)]
      : []),
  ];
}

function ownLicence(text: string): string[] {
  if (text.trim() === '') return [];
  const id = hubLicence(text);
  if (id !== null) return [`license: ${id}`];
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .slice(0, MOST_NAME)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return ['license: other', `license_name: ${JSON.stringify(name || 'see-card')}`];
}
