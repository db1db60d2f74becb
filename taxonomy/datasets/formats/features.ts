/** The type of a column: of a text, a whole number, a yes or no, a list, or named fields. */
export type Feature = 'string' | 'int64' | 'bool' | { list: Feature } | { struct: { [name: string]: Feature } };

/** The columns of a format's rows, in order. */
export type Columns = { [name: string]: Feature };

/** A conversation: a list of messages with these text fields. */
export const turnsOf = (...fields: string[]): Feature => ({
  list: { struct: Object.fromEntries(fields.map((field) => [field, 'string' as const])) },
});

/**
 * Columns as the Hub writes them in the front matter of a card.
 *
 * @see huggingface/datasets, `Features._to_yaml_list`
 */
export const featuresYaml = (columns: Columns, indent: string): string[] =>
  Object.entries(columns).flatMap(([name, feature]) => [
    `${indent}- name: ${name}`,
    ...featureYaml(feature, `${indent}  `),
  ]);

function featureYaml(feature: Feature, indent: string): string[] {
  if (typeof feature === 'string') return [`${indent}dtype: ${feature}`];
  if ('struct' in feature) return [`${indent}struct:`, ...featuresYaml(feature.struct, indent)];
  const { list } = feature;
  if (typeof list === 'string') return [`${indent}list: ${list}`];
  if ('struct' in list) return [`${indent}list:`, ...featuresYaml(list.struct, indent)];
  return [`${indent}list:`, ...featureYaml(list, `${indent}  `)];
}
