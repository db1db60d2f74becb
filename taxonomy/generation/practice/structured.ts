/** What the practice teacher does with a JSON schema, as servers differ in it. */
export const schemaUses = ['follows', 'ignores', 'refuses'] as const;
export type SchemaUse = (typeof schemaUses)[number];

type Schema = Record<string, unknown>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The same answer as JSON that follows a schema: texts get its reasons, everything else its last line. As with any server
 * that holds answers to a schema, the form is always right, even where the answer had no last line.
 */
export function followSchema(schema: Schema, text: string): string {
  const [, why = text.trim(), said = ''] = /^([\s\S]*)\n(?:SCORE|VERDICT): (.*)$/.exec(text.trim()) ?? [];
  return JSON.stringify(valueFor(schema, why, said));
}

function valueFor(schema: Schema, why: string, said: string): unknown {
  const choices = Array.isArray(schema['enum']) ? schema['enum'] : null;
  if (choices) return choices.find((choice) => String(choice) === said) ?? choices[0];
  switch (schema['type']) {
    case 'object': {
      const fields = isSchema(schema['properties']) ? Object.entries(schema['properties']) : [];
      return Object.fromEntries(
        fields.map(([name, field]) => [name, isSchema(field) ? valueFor(field, why, said) : null]),
      );
    }
    case 'array': {
      const { items } = schema;
      const known = isSchema(items) && Array.isArray(items['enum']) ? items['enum'] : [];
      return said.split(', ').filter((word) => known.includes(word));
    }
    case 'integer':
    case 'number':
      return Number(said) || 0;
    case 'string':
      return why;
    case 'boolean':
      return said === 'YES';
    default:
      return null;
  }
}
