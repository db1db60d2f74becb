import { z } from 'zod';
import { jsonOf } from './read-completion';
import { cleanText } from './said';
import { TeacherError } from './teacher';

const tokens = z.int().min(256).max(100_000_000).nullish().catch(null);
const ModelList = z.looseObject({
  data: z
    .array(
      z.looseObject({
        id: z.string(),
        owned_by: z.string().nullish().catch(null),
        // vLLM, LM Studio, OpenRouter and others each use a different name.
        max_model_len: tokens,
        loaded_context_length: tokens,
        context_length: tokens,
        context_window: tokens,
      }),
    )
    .optional(),
  models: z.array(z.looseObject({ name: z.string() })).optional(),
});

/** A model that a server offers, its owner (which often tells which server it is), and its context. */
export type OfferedModel = { id: string; ownedBy: string; contextTokens: number | null };

/**
 * The models in a `/models` answer, at most 500.
 *
 * @throws TeacherError `bad_answer` for anything but such a list.
 */
export function modelsIn(body: string, host: string): OfferedModel[] {
  const { data, models } = ModelList.safeParse(jsonOf(body, host)).data ?? {};
  const offered =
    data?.map(({ id, owned_by, ...sizes }) => ({
      id,
      ownedBy: owned_by ?? '',
      contextTokens:
        sizes.max_model_len ?? sizes.loaded_context_length ?? sizes.context_length ?? sizes.context_window ?? null,
    })) ?? models?.map(({ name }) => ({ id: name, ownedBy: '', contextTokens: null }));
  if (!offered) throw new TeacherError('bad_answer', `${host} sent no list of models.`);
  return offered.slice(0, 500).map((model) => ({ ...model, id: short(model.id), ownedBy: short(model.ownedBy) }));
}

const short = (text: string): string => cleanText(text.slice(0, 300)).replace(/\s+/g, ' ').trim();
