import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findListed, priceList } from '@/taxonomy/generation/teacher/price-list';
import { costOf, microsOf, priceOf } from '@/taxonomy/generation/teacher/prices';

const at = new Date('2026-11-27T12:00:00Z');
const openAi = 'https://api.openai.com/v1';
const anthropic = 'https://api.anthropic.com/v1';
const flat = (base: number) => ({ base, tiers: [] });

const teacher = { baseUrl: openAi, model: 'gpt-4o-mini', ownPrice: null, isBuiltIn: false };
const usage = { promptTokens: 1_000, cachedTokens: 0, completionTokens: 100 };

/** @throws when the list does not know the model. */
function listed(baseUrl: string, model: string, when = at) {
  const found = findListed(baseUrl, model, when);
  if (!found) throw new Error(`${model} is not on the list.`);
  return found;
}

describe('the price list', () => {
  it('is the version that is installed', () => {
    const installed = JSON.parse(readFileSync('node_modules/@pydantic/genai-prices/package.json', 'utf8'));
    expect(installed.version).toBe(priceList.version);
  });

  it('gives the price of a known model, with cached tokens and its own version', () => {
    expect(listed(openAi, 'gpt-4o-mini')).toEqual({
      price: {
        source: 'list',
        input: flat(150_000),
        cachedInput: flat(75_000),
        output: flat(600_000),
        list: { ...priceList, provider: 'OpenAI', model: 'gpt-4o-mini', isHighestOfDay: false },
      },
      isDeprecated: false,
    });
  });

  it.each([
    ['http://127.0.0.1:11434/v1', 'gpt-4o-mini'],
    ['http://localhost:8000/v1', 'llama3.1'],
    ['http://192.168.1.20/v1', 'gpt-4o-mini'],
    ['https://gateway.example/v1', 'gpt-4o-mini'],
    ['https://api.openai.com.example/v1', 'gpt-4o-mini'],
    ['https://api.openai.com:8443/v1', 'gpt-4o-mini'],
    [openAi, 'a-model-of-tomorrow'],
    ['https://api.perplexity.ai/v1', 'sonar'],
  ])('does not guess: at %s, %s has no price', (baseUrl, model) => {
    expect(findListed(baseUrl, model, at)).toBeNull();
  });

  it('knows the name that Google’s own list of models gives', () => {
    const google = 'https://generativelanguage.googleapis.com/v1beta/openai';
    expect(listed(google, 'models/gemini-2.5-flash')).toEqual(listed(google, 'gemini-2.5-flash'));
  });

  it('takes the highest price of the day where the price changes with the hour', () => {
    const deepSeek = 'https://api.deepseek.com/v1';
    const [noon, night] = [at, new Date('2026-11-27T20:00:00Z')].map((when) => listed(deepSeek, 'deepseek-chat', when));
    expect(noon?.price).toMatchObject({
      input: flat(270_000),
      output: flat(1_100_000),
      list: { isHighestOfDay: true },
    });
    expect(night).toEqual(noon);
  });

  it('says which models their provider will end', () => {
    expect(listed('https://api.mistral.ai/v1', 'mistral-tiny').isDeprecated).toBe(true);
  });
});

describe('the price of a teacher', () => {
  it('is what a person entered, also when the list knows the model', () => {
    const ownPrice = { input: 0, output: 1 };
    expect(priceOf({ ...teacher, ownPrice }, at).price).toMatchObject({
      source: 'own',
      input: flat(0),
      output: flat(1),
    });
  });

  it('is from the list, or unknown, never 0', () => {
    expect(priceOf(teacher, at).price).toMatchObject({ source: 'list' });
    expect(priceOf({ ...teacher, baseUrl: 'http://127.0.0.1:1/v1' }, at).price).toBeNull();
  });

  it('is nothing for the built-in practice teacher', () => {
    expect(priceOf({ ...teacher, isBuiltIn: true }, at).price).toMatchObject({ source: 'built_in', output: flat(0) });
  });
});

describe('the cost of a call', () => {
  const { price } = listed(openAi, 'gpt-4o-mini');

  it('is exact, also below a micro-dollar', () => {
    expect(costOf(price, usage)).toBe(210_000_000n);
    expect(costOf(price, { promptTokens: 1, cachedTokens: 0, completionTokens: 0 })).toBe(150_000n);
  });

  it('counts tokens from the server’s cache at their own price, and never more of them than there are', () => {
    expect(costOf(price, { ...usage, cachedTokens: 400 })).toBe(180_000_000n);
    expect(costOf(price, { ...usage, cachedTokens: 9_000 })).toBe(135_000_000n);
    expect(costOf({ ...price, cachedInput: null }, { ...usage, cachedTokens: 400 })).toBe(210_000_000n);
  });

  it('uses the tier of its input tokens for all of its tokens', () => {
    const { price: tiered } = listed(anthropic, 'claude-sonnet-4-5');
    const cost = (promptTokens: number) => costOf(tiered, { promptTokens, cachedTokens: 0, completionTokens: 1 });
    expect(cost(200_000)).toBe(200_000n * 3_000_000n + 15_000_000n);
    expect(cost(200_001)).toBe(200_001n * 6_000_000n + 22_500_000n);
  });

  it('is rounded up to whole micro-dollars where it is shown', () => {
    expect([0n, 1n, 1_000_000n, 1_000_001n].map(microsOf)).toEqual([0, 1, 1, 2]);
  });
});
