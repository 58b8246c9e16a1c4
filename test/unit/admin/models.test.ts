import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ModelView } from '../../../src/contract/models.ts';
import type { Settings } from '../../../src/contract/settings/table.ts';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { openHajimi } from '../../support/hajimi.ts';

let fake: FakeGemini;
beforeEach(async () => {
  fake = await startFakeGemini();
});
afterEach(() => fake.close());

async function models(
  settings: Partial<Settings> = {},
  asked: readonly string[] = [],
): Promise<ReadonlyMap<string, ModelView>> {
  const hajimi = openHajimi({ env: { geminiBaseUrl: fake.url, ...settings }, keyTexts: ['AIzaSyMODELS_ONE'] });
  const owner = { id: 'hajimi', trust: 'owner' } as const;
  for (const model of asked) {
    const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] });
    await hajimi.fetch(new Request('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body }), owner);
  }
  const response = await hajimi.fetch(new Request('https://hajimi.invalid/api/models'), owner);
  const views = (await response.json()) as ModelView[];
  await hajimi.close();
  return new Map(views.map((view) => [view.id, view]));
}

test('what each model can do, and its limits', async () => {
  const all = await models();
  expect(all.get('gemini-2.5-flash')).toEqual({
    id: 'gemini-2.5-flash',
    displayName: 'Gemini 2.5 Flash',
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    abilities: ['chat', 'search', 'thinking'],
    allowed: true,
    requestsToday: 0,
  });
  expect(all.get('gemini-embedding-001')?.abilities).toEqual(['embed']);
  expect(all.get('gemini-2.5-flash-image')?.abilities).toContain('image');
});

test('what is not allowed is shown as such, and what the settings add', async () => {
  const all = await models({ blockedModels: ['*-pro*'], extraModels: ['tuned', 'gemini-2.5-flash'] });
  expect(all.get('gemini-2.5-pro')?.allowed).toBe(false);
  expect(all.get('gemini-2.5-flash')?.allowed).toBe(true);
  expect([...all.keys()].at(-1)).toBe('tuned');
});

test('what each was asked today, and its limit', async () => {
  const all = await models({ modelDailyLimits: ['*-pro=9', 'gemini-2.5-flash=2'] }, ['gemini-2.5-flash']);
  expect(all.get('gemini-2.5-flash')).toMatchObject({ requestsToday: 1, limitToday: 2 });
  expect(all.get('gemini-2.5-pro')).toMatchObject({ requestsToday: 0, limitToday: 9 });
  expect(all.get('gemini-embedding-001')).not.toHaveProperty('limitToday');
});
