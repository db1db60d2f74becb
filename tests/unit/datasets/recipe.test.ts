import { describe, expect, it } from 'vitest';
import { wholeRecipe } from '@/taxonomy/datasets/default-recipe';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { renderTemplate } from '@/taxonomy/datasets/render-template';
import type { Message } from '@/taxonomy/datasets/row-messages';
import { phasePresets, replayPhase, withReplayShare, type PhasePreset } from '@/taxonomy/datasets/vocabulary-phases';

const messages: Message[] = [
  { role: 'system', content: 'Be kind.' },
  { role: 'user', content: 'Hello?' },
];

describe('the default template', () => {
  it('is the model card’s, byte for byte', async () => {
    const text = await renderTemplate(defaultRecipe.chatTemplate, messages, { addGenerationPrompt: true });
    expect(text).toBe('<|system|>\nBe kind.\n<|user|>\nHello?\n<|assistant|>\n');
  });

  it("ends the assistant's turn with the stop token", async () => {
    const whole: Message[] = [...messages, { role: 'assistant', content: 'Hello.' }];
    const text = await renderTemplate(defaultRecipe.chatTemplate, whole, { addGenerationPrompt: false });
    expect(text).toBe('<|system|>\nBe kind.\n<|user|>\nHello?\n<|assistant|>\nHello.<|endoftext|>');
  });
});

describe('renderTemplate', () => {
  it.each([
    ['an open block', '{% for m in messages %}', /./],
    ['an unknown filter', '{{ messages | nothing }}', /nothing/],
    ['its own refusal', "{{ raise_exception('no system prompt') }}", /no system prompt/],
    [
      'a loop without end',
      '{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}',
      /not finish/,
    ],
  ])('says that a template with %s cannot be used', { timeout: 60_000 }, async (_, template, reason) => {
    const rendered = renderTemplate(template, messages, { addGenerationPrompt: false });
    await expect(rendered).rejects.toMatchObject({ code: 'invalid' });
    await expect(rendered).rejects.toThrow(/^The chat template cannot be used: .+ Correct its Jinja\.$/);
    await expect(rendered).rejects.toThrow(reason);
  });

  // Only a separate process survives the second template: allocating that much at once ends its process.
  it.each(['{% set x = range(100000000) %}{{ x | length }}', '{{ range(1000000000) | length }}'])(
    'says that a template needs too much memory, however slow the machine',
    {
      timeout: 120_000,
    },
    async (template) => {
      const rendered = renderTemplate(template, messages, { addGenerationPrompt: false, limitMs: 100_000 });
      await expect(rendered).rejects.toThrow(/memory/);
    },
  );
});

it('says that a template writes too much', { timeout: 60_000 }, async () => {
  const template = `{% for a in range(20000) %}${'word '.repeat(20)}{% endfor %}`;
  await expect(renderTemplate(template, messages, { addGenerationPrompt: false })).rejects.toThrow(
    /million characters/,
  );
});

describe('a recipe', () => {
  it('uses the defaults for omitted settings', () => {
    expect(wholeRecipe({ seed: 'x' })).toEqual({ ...defaultRecipe, seed: 'x' });
    expect(defaultRecipe).toMatchObject({ shortAnswerTokens: 64, scope: [], balance: { mode: 'all' } });
  });

  it.each([-0.1, 1.1, 0.00001, Number.NaN])('refuses a replay of %s', (share) => {
    expect(() => wholeRecipe({ phases: withReplayShare(defaultRecipe.phases, share) })).toThrow();
  });

  it.each(Object.keys(phasePresets) as PhasePreset[])('can have the phases of %s', (name) => {
    const phases = phasePresets[name].phases();
    expect(wholeRecipe({ phases }).phases).toEqual(phases);
  });

  const [first, second, third] = defaultRecipe.phases;

  it('refuses phases that contradict each other, and names them', () => {
    expect(() => wholeRecipe({ phases: [first!, { ...second!, key: first!.key }] })).toThrow(
      /have the key “knowledge_short”/,
    );
    expect(() => wholeRecipe({ phases: [{ ...first!, takes: [] }] })).toThrow(/takes no samples and replays none/);
    expect(() => wholeRecipe({ phases: [{ ...first!, replay: [replayPhase('skills')] }, third!] })).toThrow(
      /replays “skills”, which is no earlier phase/,
    );
    expect(() => wholeRecipe({ phases: [] })).toThrow();
    expect(() => wholeRecipe({ phases: [{ ...first!, key: '../x' }] })).toThrow();
  });
});
