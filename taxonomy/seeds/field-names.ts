const names: Record<string, string> = {
  createdBy: 'created by',
  taskDescription: 'task description',
  documentOutline: 'document outline',
  questionsAndAnswers: 'questions',
  titleOfWork: 'title of the work',
  linkToWork: 'link to the work',
  licenseOfTheWork: 'licence',
  creatorNames: 'creators',
};

/**
 * The readable name of a leaf's field: `seeds.1.questionsAndAnswers.0.answer` is “seed 2, question 1, answer”.
 *
 * @param field A path into LeafContent, as LeafProblem has it; '' is the whole leaf.
 */
export function fieldName(field: string): string {
  if (field === '') return 'the leaf';
  const steps = field
    .replace(/^content\./, '')
    .replaceAll(/\bseeds\.(\d+)/g, (_, i: string) => `seed ${Number(i) + 1}`)
    .replaceAll(/\bquestionsAndAnswers\.(\d+)/g, (_, i: string) => `question ${Number(i) + 1}`)
    .replaceAll(/\bpatterns\.(\d+)/g, (_, i: string) => `pattern ${Number(i) + 1}`)
    .split('.');
  return steps.map((step) => names[step] ?? step).join(', ');
}
