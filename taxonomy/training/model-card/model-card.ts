import { codeBlock, plainText, rowsWere, table } from '../../datasets/card-text';
import type { Manifest } from '../../datasets/contract-manifest';
import { phaseTable, replaySection, runTable } from '../../datasets/data-card';
import { sourceSection } from '../../datasets/data-card-sections';
import { baselineNames } from '../../generation/vocabulary-pipelines';
import type { ModelCardFacts } from './facts';
import { languageCodes } from './languages';
import { resultSections } from './result-sections';
import { procedureSection } from './procedure-section';

/**
 * The card of a trained model, in the form of the LAB models’ own cards: method, data, procedure, results, prompt template,
 * limits. It says what is known. What only people can say stays visibly empty.
 *
 * @see https://huggingface.co/instructlab/merlinite-7b-lab
 */
export function modelCard(facts: ModelCardFacts): string {
  const { run, manifest, evaluated, leaves } = facts;
  const sections = [
    frontMatter(facts),
    `# ${plainText(run.name)}`,
    manifest?.practice &&
      `> **${manifest.practice.mark}.** Seedleaf's practice teacher wrote ${manifest.practice.rows.toLocaleString('en')} rows of its training data. This model is for learning the workflow, not for use.`,
    aboutTable(facts),
    '## Method',
    manifest
      ? methodWords(manifest)
      : toWrite('how its training data was made: no dataset version is named for this training'),
    '## Training data',
    ...(manifest ? dataSections(manifest) : [toWrite('its training data')]),
    '## Training procedure',
    ...procedureSection(facts),
    '## Performance',
    ...resultSections(evaluated, leaves),
    '## Prompt template',
    ...(manifest ? templateSections(manifest) : [toWrite('the prompt template that it was trained with')]),
    '## Intended use',
    toWrite('what it is for, and what it is not for'),
    '## Bias, risks and limits',
    limitWords(manifest),
    toWrite('what it gets wrong, as people who tried it found'),
    '## Contact',
    toWrite('who answers questions about it'),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

/** A part that only people can write. */
const toWrite = (what: string): string => `*To be written: ${what}.*`;

function frontMatter({ manifest, ...facts }: ModelCardFacts): string {
  const base = baseModelOf(facts);
  const languages = manifest ? languageCodes(manifest.statistics.languages) : [];
  const field = (name: string, values: readonly string[], missing: string) =>
    values.length > 0
      ? [`${name}:`, ...values.map((value) => `- ${JSON.stringify(value)}`)]
      : [`${name}: # ${missing}`];
  return [
    '---',
    base === null ? 'base_model: # to be written: its id on the Hub' : `base_model: ${JSON.stringify(base)}`,
    ...field('datasets', manifest ? [manifest.dataset] : [], 'to be written: its id on the Hub'),
    ...field('language', languages, 'to be written, such as en'),
    'license: # to be written: it depends on the base model and on the data',
    'pipeline_tag: text-generation',
    'tags:',
    ...['seedleaf', 'lab', 'synthetic', ...(manifest?.practice ? ['practice-not-a-model'] : [])].map(
      (tag) => `- ${tag}`,
    ),
    '---',
  ].join('\n');
}

/** The model that the first phase began with, else the one that its results are compared with. */
function baseModelOf({ trained, evaluated }: Pick<ModelCardFacts, 'trained' | 'evaluated'>): string | null {
  return trained[0]?.model ?? evaluated?.base ?? null;
}

function aboutTable({ manifest, ...facts }: ModelCardFacts): string {
  const teachers = [
    ...new Set((manifest?.runs ?? []).map(({ model, isPractice }) => (isPractice ? 'practice, not a model' : model))),
  ];
  const empty = '*to be written*';
  const base = baseModelOf(facts);
  return table(
    ['Model', plainText(facts.run.name)],
    [
      ['Base model', base === null ? empty : plainText(base)],
      ['Alignment', manifest ? 'LAB ([arXiv:2403.01081](https://arxiv.org/abs/2403.01081))' : empty],
      ['Teacher', teachers.length > 0 ? teachers.map(plainText).join(', ') : empty],
      ['Training data', manifest ? `${plainText(manifest.dataset)}, version ${manifest.version}` : empty],
      ['Checkpoint', plainText(facts.evaluated?.checkpoint ?? '') || empty],
      ['Licence', empty],
    ],
  );
}

/** Only what holds for this version: it may have baselines, rows that nobody decided on, and no replay. */
function methodWords({ phases, recipe, rows, approvedInBulk, edited, runs }: Manifest): string {
  const trained = phases.filter((phase) => phase.rows > 0);
  const pipelines = runs.flatMap((run) => run.pipelines.map(({ name }) => name));
  const isReplayed = trained.some(({ replayed }) => replayed.some((some) => some.rows > 0));
  const count = (some: number) => some.toLocaleString('en');
  return [
    'Its data was made from a taxonomy of seed examples.',
    pipelines.some((name) => baselineNames.includes(name))
      ? 'Some rows are of pipelines that LAB is measured against, which do not keep to the seeds of a leaf.'
      : 'As in LAB, a teacher model was shown only the seeds of one leaf at a time, and for knowledge also passages of documents.',
    recipe.selection.isPendingTaken
      ? `${count(rows)} rows were published; some of them may not have been decided on by a person.`
      : `${count(rows)} rows were published, all approved by people${approvedInBulk > 0 ? `, ${count(approvedInBulk)} of them in bulk` : ''}.`,
    edited.rows > 0 && `${rowsWere(edited.rows)} edited by people.`,
    trained.length > 1 &&
      `The data has ${trained.length} phases, to be trained one after the other${isReplayed ? '; later phases repeat rows of earlier ones so that they are not forgotten' : ''}.`,
    `Answers of at most ${count(recipe.shortAnswerTokens)} tokens are short.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function dataSections(manifest: Manifest): string[] {
  return [
    phaseTable(manifest),
    replaySection(manifest),
    `Content hash: \`${manifest.contentHash}\`.`,
    '### Made by',
    runTable(manifest),
    '### Sources',
    sourceSection(manifest),
  ];
}

const templateSections = ({ recipe: { systemPrompt, chatTemplate } }: Manifest): string[] => [
  systemPrompt === ''
    ? 'The training data has no system prompt.'
    : `System prompt:\n\n${codeBlock(systemPrompt, 'text')}`,
  `Chat template, in Jinja:\n\n${codeBlock(chatTemplate, 'jinja')}`,
];

function limitWords(manifest: Manifest | null): string {
  const lines = [
    'What it learned comes from a teacher model and has its mistakes and its bias; review finds not all of them.',
    manifest &&
      manifest.templateMarks.rows > 0 &&
      `${manifest.templateMarks.rows.toLocaleString('en')} rows of its data contain special tokens of chat templates in their text.`,
    manifest?.recipe.about.limits && `Limits of its training data:\n\n${manifest.recipe.about.limits}`,
  ];
  return lines.filter(Boolean).join('\n\n');
}
