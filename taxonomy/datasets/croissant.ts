import type { ExportedFile } from './contract';
import type { LeafSource, Manifest } from './contract-manifest';
import type { Columns, Feature } from './formats/features';
import type { Format, RowsPart } from './formats/format';
import { hubLicence } from './licence-id';
import { namesWork } from './manifest';

type Written = {
  format: Format;
  /** The files with rows. */
  written: readonly { part: RowsPart; file: ExportedFile }[];
  /** All files. */
  files: readonly ExportedFile[];
};

/**
 * A description of an export for machines, in Croissant 1.0: its files with their hashes, and the fields of their rows.
 *
 * @see https://docs.mlcommons.org/croissant/docs/croissant-spec.html
 */
export function croissantOf(manifest: Manifest, { format, written, files }: Written): string {
  const { dataset, version, publishedAt, recipe, sources, rows, contentHash } = manifest;
  const licence = recipe.about.licence.trim();
  const works = sources.filter(namesWork);
  const about = {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: dataset,
    description: recipe.about.intendedUse || `${rows} rows of instruction data in training phases.`,
    version: `${version}.0.0`,
    datePublished: publishedAt,
    identifier: contentHash,
    ...(licence === ''
      ? {}
      : { license: hubLicence(licence) === null ? licence : `https://spdx.org/licenses/${licence}` }),
    ...(works.length > 0 ? { isBasedOn: works.map(workOf) } : {}),
    distribution: files.map(fileObject),
    recordSet: written.map((each) => recordSet(each, format)),
  };
  return `${JSON.stringify(about, null, 2)}\n`;
}

/** The context of the specification, in full, because it must be part of the file. */
const context = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  arrayShape: 'cr:arrayShape',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isArray: 'cr:isArray',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};

const workOf = ({ titleOfWork, linkToWork, licenseOfTheWork, creatorNames }: LeafSource) => ({
  '@type': 'sc:CreativeWork',
  name: titleOfWork,
  ...(linkToWork ? { url: linkToWork } : {}),
  ...(licenseOfTheWork ? { license: licenseOfTheWork } : {}),
  ...(creatorNames ? { creator: creatorNames } : {}),
});

const fileObject = ({ name, bytes, sha256 }: ExportedFile) => ({
  '@type': 'cr:FileObject',
  '@id': name,
  name,
  contentUrl: name,
  contentSize: `${bytes} B`,
  encodingFormat: mediaTypes[name.slice(name.lastIndexOf('.'))] ?? 'text/plain',
  sha256,
});

const mediaTypes: Record<string, string> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.jsonl': 'application/jsonlines',
  '.md': 'text/markdown',
  '.parquet': 'application/x-parquet',
};

/** The rows of one file. */
const recordSet = ({ part: { name, config, split } }: Written['written'][number], { columns }: Format) => ({
  '@type': 'cr:RecordSet',
  '@id': `rows:${name}`,
  name: `rows:${name}`,
  description: `${config}, ${split}`,
  field: fieldsOf(columns, `rows:${name}`, name),
});

const fieldsOf = (columns: Columns, above: string, file: string): object[] =>
  Object.entries(columns).map(([column, feature]) =>
    fieldOf(feature, `${above}/${column}`, sourceOf(file, column, [])),
  );

/** A column of a file, or what is at a path in its values. */
type Source = { of: (...deeper: string[]) => Source; source: object };

const sourceOf = (file: string, column: string, path: string[]): Source => ({
  of: (...deeper) => sourceOf(file, column, [...path, ...deeper]),
  source: {
    fileObject: { '@id': file },
    extract: { column },
    ...(path.length > 0 ? { transform: { jsonPath: path.join('.') } } : {}),
  },
});

const fieldOf = (feature: Feature, id: string, { source, of }: Source): object => ({
  '@type': 'cr:Field',
  '@id': id,
  name: id,
  ...typeOf(feature, id, of),
  source,
});

function typeOf(feature: Feature, id: string, of: Source['of']): object {
  if (feature === 'string') return { dataType: 'sc:Text' };
  if (feature === 'bool') return { dataType: 'sc:Boolean' };
  if (feature === 'int64') return { dataType: 'sc:Integer' };
  if ('list' in feature) return { repeated: true, ...typeOf(feature.list, id, of) };
  const fields = Object.entries(feature.struct);
  return { subField: fields.map(([name, each]) => fieldOf(each, `${id}/${name}`, of(name))) };
}
