/** The two schemas of a qna.yaml. Foundational skills use that of compositional skills. */
export type SchemaName = 'compositional_skills' | 'knowledge';

/** Knowledge files before version 3 are no longer supported. */
export const newestVersion = 3;
export const oldestKnowledgeVersion = 3;

const text = { type: 'string', minLength: 1 };

function skill(version: number) {
  const isFirst = version === 1;
  return {
    $id: `seedleaf:compositional_skills/${version}`,
    type: 'object',
    required: [...(isFirst ? [] : ['version']), 'created_by', 'task_description', 'seed_examples'],
    properties: {
      version: { type: 'integer', const: version },
      created_by: text,
      task_description: isFirst ? { type: 'string' } : text,
      seed_examples: {
        type: 'array',
        minItems: isFirst ? 1 : 5,
        uniqueItems: !isFirst,
        items: {
          type: 'object',
          required: ['question', 'answer'],
          properties: { context: text, question: text, answer: text },
          unevaluatedProperties: false,
        },
      },
    },
    unevaluatedProperties: false,
  };
}

const knowledge = {
  $id: 'seedleaf:knowledge/3',
  type: 'object',
  required: ['version', 'created_by', 'domain', 'document_outline', 'seed_examples', 'document'],
  properties: {
    version: { type: 'integer', const: 3 },
    created_by: text,
    domain: text,
    document_outline: text,
    seed_examples: {
      type: 'array',
      minItems: 5,
      uniqueItems: true,
      items: {
        type: 'object',
        required: ['context', 'questions_and_answers'],
        properties: {
          context: text,
          questions_and_answers: {
            type: 'array',
            minItems: 3,
            uniqueItems: true,
            // InstructLab's schema allows other keys only here.
            items: { type: 'object', required: ['question', 'answer'], properties: { question: text, answer: text } },
          },
        },
        unevaluatedProperties: false,
      },
    },
    document: {
      type: 'object',
      required: ['repo', 'commit', 'patterns'],
      properties: {
        repo: text,
        commit: text,
        patterns: { type: 'array', minItems: 1, uniqueItems: true, items: text },
      },
      unevaluatedProperties: false,
    },
  },
  unevaluatedProperties: false,
};

/** The JSON schemas (draft 2020-12) of a qna.yaml, by kind and version. */
export const schemas = {
  compositional_skills: { 1: skill(1), 2: skill(2), 3: skill(3) },
  knowledge: { 3: knowledge },
} as const;
