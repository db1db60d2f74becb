import { useMemo, useState } from 'react';
import type { Recipe } from '@/taxonomy/datasets/contract-recipe';
import { draftOf, draftProblems, recipeOf, type RecipeDraft } from './recipe-draft';
import { useLatest, type Latest } from './use-latest';
import { useScope } from '../tree/use-scope';

/** The start of the form: the last version of a named dataset, and the recipe of a failed one to try again. */
export type PublishStart = { name: string; latest: Latest | null; again: Recipe | null };

type Edited = { draft: RecipeDraft; base: Latest | null };

/**
 * The recipe in the form. Until a field is touched, the fields follow the typed name: the settings of that dataset's
 * last version, or the defaults for a new name. After that they stay, whatever name is typed; `notTaken` is then the
 * version whose settings can be taken over.
 */
export function useRecipeForm(name: string, start: PublishStart) {
  const { latest, isKnown, error } = useLatest(name);
  const [edited, setEdited] = useState<Edited | null>(
    start.again && { draft: draftOf(start.again), base: start.latest },
  );
  const base = edited ? edited.base : latest;
  const draft = edited?.draft ?? untouched;
  const { scope, choose, follow } = useScope(base?.recipe.scope);
  const problems = useMemo(() => draftProblems(draft), [draft]);
  const recipe = useMemo(
    () => (Object.keys(problems).length > 0 ? null : recipeOf(scope, draft, base?.recipe)),
    [problems, scope, draft, base],
  );
  return {
    base,
    latest,
    notTaken: edited && latest && edited.base?.versionId !== latest.versionId ? latest : null,
    draft,
    problems,
    recipe,
    scope,
    choose,
    isKnown,
    error,
    setDraft: (next: RecipeDraft) => setEdited(Object.keys(next).length === 0 ? null : { draft: next, base }),
    takeOver: () => {
      setEdited(null);
      follow();
    },
  };
}

const untouched: RecipeDraft = {};
