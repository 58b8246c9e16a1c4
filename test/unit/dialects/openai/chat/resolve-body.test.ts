import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../../../src/contract/settings/table.ts';
import { resolveBody } from '../../../../../src/core/dialects/openai/chat/resolve-body.ts';

/** As it is with these settings, and a list that names one model which looks like a suffix. */
const resolve = (body: unknown, own: Partial<Settings> = {}) =>
  resolveBody(body, { ...defaultSettings, ...own }, (id) => id === 'gemini-9-search');

describe('resolveBody', () => {
  it.each([
    ['gpt-4o', 'gemini-3.5-flash-lite', false],
    ['models/gemini-2.5-pro', 'gemini-2.5-pro', false],
    ['gemini-2.5-pro-search', 'gemini-2.5-pro', true],
    ['gemini-9-search', 'gemini-9-search', false],
  ])('%s is decoded as %s', (asked, model, search) => {
    const body = { model: asked, messages: [] };
    expect(resolve(body)).toEqual({
      body: { model, messages: [] },
      resolved: { asked: asked.replace('models/', ''), model, search },
    });
    expect(body.model).toBe(asked);
  });

  it.each([[undefined], [null], ['text'], [[]], [{}], [{ model: '' }], [{ model: 7 }], [{ model: null }]])(
    '%j passes as it is, for its decoder to refuse',
    (body) => {
      const resolved = resolve(body, { whitelistModels: ['gemini-2.5-pro'] });
      expect(resolved.body).toBe(body);
      expect(resolved.resolved).toEqual({ asked: '', model: '', search: false });
    },
  );

  it('refuses what the owner does not allow', () => {
    const ask = () => resolve({ model: 'gemini-2.5-pro-search' }, { blockedModels: ['gemini-2.5-pro'] });
    expect(ask).toThrow(expect.objectContaining({ code: 'model_not_found' }));
  });
});
