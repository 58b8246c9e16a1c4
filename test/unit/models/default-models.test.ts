import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/contract/settings/table.ts';
import { defaultModels, endOf, isOffered, vertexModels } from '../../../src/core/models/default-models.ts';
import { resolveModel } from '../../../src/core/models/resolve.ts';
import { capabilitiesOf } from '../../../src/core/models/series.ts';
import { en } from '../../../src/i18n/page/en.ts';
import { zh } from '../../../src/i18n/page/zh.ts';
import { wallClock } from '../../support/wall-clock.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const named = [...new Set([...Object.values(defaultModels), ...vertexModels])];
const past = (day: string) => named.filter((model) => !isOffered(model, Date.parse(day)));

describe('the models that Hajimi names by itself', () => {
  it('are all offered today', () => {
    expect(named.filter((model) => !isOffered(model, wallClock.now()))).toEqual([]);
  });

  it('would be found out on the day that Google ends one', () => {
    expect(past('2026-11-30')).toEqual([]);
    expect(past('2027-05-06')).toEqual([]);
    expect(past('2027-05-07')).toEqual(['gemini-3.1-flash-lite']);
  });

  it('draw, speak and write as their part says', () => {
    expect(capabilitiesOf(defaultModels.image).output).toBe('image');
    expect(capabilitiesOf(defaultModels.speech).output).toBe('speech');
    for (const chat of [defaultModels.chat, defaultModels.strongChat, defaultModels.keyTest]) {
      expect(capabilitiesOf(chat).output).toBe('text');
    }
  });

  it.each([
    ['gpt-4o', defaultModels.chat],
    ['chatgpt-4o-latest', defaultModels.chat],
    ['gpt-image-1', defaultModels.image],
    ['dall-e-3', defaultModels.image],
    ['gpt-4o-mini-tts', defaultModels.speech],
    ['tts-1-hd', defaultModels.speech],
    ['text-embedding-3-small', 'gemini-embedding-001'],
  ])('answer for %s', (asked, model) => {
    expect(resolveModel(asked, defaultSettings).model).toBe(model);
  });
});

describe('a model', () => {
  it('ends on the day that Google names, whatever stands in front of its id', () => {
    expect(endOf('gemini-2.5-flash')).toBe(Date.parse('2026-12-01T00:00:00Z'));
    expect(endOf('models/gemini-2.5-flash')).toBe(endOf('gemini-2.5-flash'));
    expect(isOffered('gemini-2.5-flash', Date.parse('2026-11-30T23:59:59Z'))).toBe(true);
    expect(isOffered('gemini-2.5-flash', Date.parse('2026-12-01'))).toBe(false);
  });

  it('has no end where none is known, and may be closed to newcomers before', () => {
    expect(endOf('gemini-9-flash')).toBeUndefined();
    expect(isOffered('gemini-9-flash', Date.parse('2099-01-01'))).toBe(true);
    expect(isOffered('gemini-2.5-flash-lite', Date.parse('2026-11-30'))).toBe(false);
  });
});

describe('no text names a model that ends within a month', () => {
  const inAMonth = wallClock.now() + 30 * 24 * 3_600_000;
  const endingIn = (text: string) =>
    [...text.matchAll(/\bgemini-\d[\w.-]*[a-z0-9]/g)]
      .map(([id]) => id)
      .flatMap((id) => (isOffered(id.replace(/-(search|nothinking|thinking-\d+)$/, ''), inAMonth) ? [] : [id]));

  const guides = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => join(folder, file));

  it.each(['README.md', 'README.zh-CN.md', ...guides('docs')])('%s', (file) => {
    expect(endingIn(readFileSync(join(root, file), 'utf8'))).toEqual([]);
  });

  it.each(Object.entries({ en, zh }))('the page in %s', (_, words) => {
    expect(endingIn(JSON.stringify(words))).toEqual([]);
  });

  it('and the check finds one', () => {
    expect(endingIn('such as `gemini-2.5-flash-search` or gemini-3.8-flash.')).toEqual(['gemini-2.5-flash-search']);
  });
});
