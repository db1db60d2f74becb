import type { FormatOptions } from './contract';
import { featuresYaml } from './formats/features';
import type { Format, RowsPart } from './formats/format';

type Written = { format: Format; options: FormatOptions; parts: readonly RowsPart[] };

/** The card as an export's README, with the files for Hugging Face's loader and a description of their rows. */
export function readmeOf(card: string, { format, options, parts }: Written): string {
  const yaml = [...configsYaml(parts, format.loader(options)), ...infoYaml(parts, format)];
  const withFiles = card.replace('\n---\n', () => `\n${yaml.join('\n')}\n---\n`);
  return `${withFiles}\n## Format\n\n${format.about} \`row-hashes.txt\` lists every row’s id and text hash; the SHA-256 of that file is the content hash. \`manifest.json\` has each file’s SHA-256, and \`croissant.json\` describes the files for machines.\n`;
}

const configNames = (parts: readonly RowsPart[]): string[] => [...new Set(parts.map(({ config }) => config))];

/**
 * Which files belong to which config and split. A single config is the default one; with several, loaders ask which.
 *
 * @see huggingface/hub-docs, datasets-manual-configuration.md
 */
function configsYaml(parts: readonly RowsPart[], loader: { [parameter: string]: string }): string[] {
  const names = configNames(parts);
  return [
    'configs:',
    ...names.flatMap((config) => [
      `- config_name: ${config}`,
      ...(names.length === 1 ? ['  default: true'] : []),
      '  data_files:',
      ...filesYaml(parts.filter((part) => part.config === config)),
      ...Object.entries(loader).map(([name, value]) => `  ${name}: ${value}`),
    ]),
  ];
}

function filesYaml(parts: readonly RowsPart[]): string[] {
  const splits = [...new Set(parts.map(({ split }) => split))];
  return splits.flatMap((split) => {
    const names = parts.filter((part) => part.split === split).map(({ name }) => name);
    const [one] = names;
    return [
      `  - split: ${split}`,
      ...(names.length === 1 ? [`    path: ${one}`] : ['    path:', ...names.map((name) => `    - ${name}`)]),
    ];
  });
}

/** The columns, so that loaders need not guess them from the first rows. */
const infoYaml = (parts: readonly RowsPart[], { columns }: Format): string[] => [
  'dataset_info:',
  ...configNames(parts).flatMap((config) => [
    `- config_name: ${config}`,
    '  features:',
    ...featuresYaml(columns, '  '),
  ]),
];
