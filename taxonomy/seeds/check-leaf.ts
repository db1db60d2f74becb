import type { Attribution, KnowledgeSeed, LeafContent, LeafProblem, QuestionAndAnswer, SkillSeed } from './contract';
import { acceptedLicences, questionsWanted, seedsWanted } from './vocabulary';

// InstructLab's advice on length, in words (taxonomy README and UI; no tool enforces it).
const CONTEXT_WORDS = 500;
const ANSWERS_WORDS = 250;

/**
 * Finds the problems of a leaf. A leaf with errors cannot generate; warnings are InstructLab's rules and advice. Pure,
 * so that the form, the server, an import and a run all report the same problems.
 */
export function checkLeaf(content: LeafContent): LeafProblem[] {
  const seeds = content.kind === 'knowledge' ? checkKnowledgeSeeds(content.seeds) : checkSkillSeeds(content);
  return [
    ...checkHead(content),
    ...checkSeedCount(content.seeds.length),
    ...seeds,
    ...checkAttribution(content.attribution),
  ];
}

/** Counts the errors, as the tree shows them. A run refuses a leaf with errors. */
export const countErrors = (problems: LeafProblem[]): number =>
  problems.filter((problem) => problem.severity === 'error').length;

const error = (field: string, message: string): LeafProblem => ({ severity: 'error', field, message });
const warning = (field: string, message: string): LeafProblem => ({ severity: 'warning', field, message });

const isBlank = (text: string) => text.trim() === '';
const words = (text: string) => (text.match(/\S+/g) ?? []).length;
const same = (text: string) => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();

function checkHead(content: LeafContent): LeafProblem[] {
  const problems: LeafProblem[] = [];
  if (isBlank(content.createdBy))
    problems.push(warning('createdBy', 'Add the author of this leaf. InstructLab asks for it.'));
  if (content.kind !== 'knowledge') {
    if (isBlank(content.taskDescription)) {
      problems.push(
        warning('taskDescription', 'Describe the task in one sentence. It is part of the teacher’s prompt.'),
      );
    }
    return problems;
  }
  if (isBlank(content.domain))
    problems.push(
      warning('domain', 'Name the domain, like the title of a textbook. It is part of the teacher’s prompt.'),
    );
  if (isBlank(content.documentOutline)) {
    problems.push(
      warning('documentOutline', 'Say in one sentence what the document is about. It is part of the teacher’s prompt.'),
    );
  }
  if (!content.document) return problems;
  const { repo, commit, patterns } = content.document;
  if (isBlank(repo))
    problems.push(warning('document.repo', 'Give the address of the git repository, or remove the reference.'));
  if (isBlank(commit))
    problems.push(warning('document.commit', 'Name the commit, so that the documents stay the same.'));
  if (!patterns.some((pattern) => !isBlank(pattern))) {
    problems.push(warning('document.patterns', 'Name at least one file or pattern, such as *.md.'));
  }
  return problems;
}

function checkSeedCount(count: number): LeafProblem[] {
  if (count === 0)
    return [error('seeds', `There are no seed examples. Add at least one; ${seedsWanted} are recommended.`)];
  if (count >= seedsWanted) return [];
  const missing = seedsWanted - count;
  return [
    warning(
      'seeds',
      `${missing} of ${seedsWanted} seeds missing. With few examples the teacher’s answers vary little.`,
    ),
  ];
}

function checkSkillSeeds({
  kind,
  seeds,
}: {
  kind: 'freeform' | 'grounded' | 'knowledge';
  seeds: SkillSeed[];
}): LeafProblem[] {
  const problems = seeds.flatMap((seed, i) => {
    const field = `seeds.${i}`;
    const found = checkPair(field, seed);
    const hasContext = seed.context !== null && !isBlank(seed.context);
    if (kind === 'grounded' && !hasContext) {
      found.push(
        error(
          `${field}.context`,
          'A grounded skill needs a context in every seed. Add it, or make the leaf a freeform skill.',
        ),
      );
    }
    if (kind === 'freeform' && hasContext) {
      found.push(
        error(`${field}.context`, 'A freeform skill has no context. Remove it, or make the leaf a grounded skill.'),
      );
    }
    return [...found, ...checkLengths(field, seed.context ?? '', [seed])];
  });
  const texts = seeds.map((seed) => same(`${seed.context ?? ''}\n${seed.question}`));
  return [...problems, ...checkDuplicates(texts, (i) => `seeds.${i}.question`, 'question', 'seed')];
}

function checkKnowledgeSeeds(seeds: KnowledgeSeed[]): LeafProblem[] {
  const problems = seeds.flatMap((seed, i) => {
    const field = `seeds.${i}`;
    const pairs = seed.questionsAndAnswers;
    const found = pairs.flatMap((pair, j) => checkPair(`${field}.questionsAndAnswers.${j}`, pair));
    if (isBlank(seed.context))
      found.push(error(`${field}.context`, 'The context is empty. Choose a passage from the document.'));
    const missing = questionsWanted - pairs.length;
    if (pairs.length === 0)
      found.push(
        error(
          `${field}.questionsAndAnswers`,
          `Add questions and answers about this context; ${questionsWanted} are recommended.`,
        ),
      );
    else if (missing > 0)
      found.push(
        warning(`${field}.questionsAndAnswers`, `${missing} of ${questionsWanted} questions missing for this context.`),
      );
    const duplicates = checkDuplicates(
      pairs.map((pair) => same(pair.question)),
      (j) => `${field}.questionsAndAnswers.${j}.question`,
      'question',
      'pair',
    );
    return [...found, ...duplicates, ...checkLengths(field, seed.context, pairs)];
  });
  const contexts = seeds.map((seed) => same(seed.context));
  return [...problems, ...checkDuplicates(contexts, (i) => `seeds.${i}.context`, 'context', 'seed')];
}

function checkPair(field: string, { question, answer }: QuestionAndAnswer): LeafProblem[] {
  const problems: LeafProblem[] = [];
  if (isBlank(question)) problems.push(error(`${field}.question`, 'The question is empty.'));
  if (isBlank(answer)) problems.push(error(`${field}.answer`, 'The answer is empty.'));
  return problems;
}

function checkLengths(field: string, context: string, pairs: QuestionAndAnswer[]): LeafProblem[] {
  const problems: LeafProblem[] = [];
  const inContext = words(context);
  const inPairs = pairs.reduce((sum, pair) => sum + words(pair.question) + words(pair.answer), 0);
  if (inContext > CONTEXT_WORDS) {
    problems.push(
      warning(`${field}.context`, `The context has ${inContext} words; InstructLab advises at most ${CONTEXT_WORDS}.`),
    );
  }
  if (inPairs > ANSWERS_WORDS) {
    problems.push(
      warning(
        field,
        `Questions and answers have ${inPairs} words together; InstructLab advises at most ${ANSWERS_WORDS}.`,
      ),
    );
  }
  return problems;
}

/** Warns at the second of two equal texts. Empty texts are reported elsewhere. */
function checkDuplicates(texts: string[], field: (i: number) => string, what: string, of: string): LeafProblem[] {
  const firsts = new Map<string, number>();
  return texts.flatMap((text, i) => {
    if (text.trim() === '') return [];
    const first = firsts.get(text);
    if (first === undefined) firsts.set(text, i);
    return first === undefined
      ? []
      : [warning(field(i), `The same ${what} as in ${of} ${first + 1}. Vary it, or remove one.`)];
  });
}

/** `CC BY 4.0`, `cc-by-4.0` and `CC-BY 4.0 License` name one licence. */
const licenceKey = (licence: string) => licence.toLowerCase().replaceAll(/licen[cs]e|version|[^a-z0-9.]/g, '');

const listed = (parts: string[]) => parts.join(', ').replace(/, ([^,]*)$/, ' and $1');

function checkAttribution({ titleOfWork, licenseOfTheWork, creatorNames }: Attribution): LeafProblem[] {
  const missing = [
    isBlank(titleOfWork) && 'the title of the work',
    isBlank(licenseOfTheWork) && 'its licence',
    isBlank(creatorNames) && 'its creators',
  ].filter((each) => each !== false);
  if (missing.length > 0) {
    return [
      warning('attribution', `The attribution is missing ${listed(missing)}. InstructLab asks for it with every leaf.`),
    ];
  }
  const accepted = new Set(acceptedLicences.map(licenceKey));
  const strange = licenseOfTheWork.split('; ').filter((licence) => !accepted.has(licenceKey(licence)));
  if (strange.length === 0) return [];
  const message = `“${strange.join('; ')}” is not a licence that InstructLab accepts. It accepts ${acceptedLicences.join(', ')}.`;
  return [warning('attribution.licenseOfTheWork', message)];
}
