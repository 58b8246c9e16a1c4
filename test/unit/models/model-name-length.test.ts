/** A model's name enters at many doors; each refuses one that is too long, and repeats none of it. */
// covers: src/core/models/name.ts, src/core/routes.ts
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHajimi, type TestHajimi } from '../../support/hajimi.ts';

const long = `gemini${'-search'.repeat(50_000)}`;
const allowed = `g${'-'.repeat(255)}`;
const json = (body: object) => ({ method: 'POST', body: JSON.stringify(body) });
const messages = [{ role: 'user', content: 'Hi' }];
const contents = [{ role: 'user', parts: [{ text: 'Hi' }] }];

function imageEdit(model: string) {
  const body = new FormData();
  body.set('model', model);
  body.set('prompt', 'a cat');
  body.set('image', new Blob(['x'], { type: 'image/png' }), 'x.png');
  return { method: 'POST', body };
}
const tavern = (source: string, model: string) =>
  json({
    chat_completion_source: source,
    custom_url: 'http://127.0.0.1/v1',
    reverse_proxy: 'http://127.0.0.1',
    model,
    messages,
  });

const doors: ReadonlyArray<readonly [string, string, (model: string) => RequestInit]> = [
  ['chat', '/v1/chat/completions', (model) => json({ model, messages })],
  ['a completion', '/v1/completions', (model) => json({ model, prompt: 'Hi' })],
  ['embeddings', '/v1/embeddings', (model) => json({ model, input: 'Hi' })],
  ['an image', '/v1/images/generations', (model) => json({ model, prompt: 'a cat' })],
  ['an edited image', '/v1/images/edits', imageEdit],
  ['speech', '/v1/audio/speech', (model) => json({ model, input: 'Hi', voice: 'alloy' })],
  ['a query for vectors', '/api/vector/query', (model) => json({ model, searchText: 'Hi' })],
  ['new vectors', '/api/vector/insert', (model) => json({ model, items: [{ text: 'Hi' }] })],
  ['SillyTavern by Google', '/sillytavern/generate', (model) => tavern('makersuite', model)],
  ['SillyTavern by OpenAI', '/sillytavern/generate', (model) => tavern('custom', model)],
  ['one model', '/v1/models/{model}', () => ({})],
  ['a native call', '/v1beta/models/{model}:generateContent', () => json({ contents })],
  ['a native count', '/v1beta/models/{model}:countTokens', () => json({ contents })],
  ['one native model', '/v1beta/models/{model}', () => ({})],
];

let hajimi: TestHajimi;
beforeEach(() => {
  hajimi = openHajimi();
});
afterEach(() => hajimi.close());

const ask = (path: string, init: RequestInit) => {
  const headers = {
    authorization: 'Bearer test-password',
    ...(typeof init.body === 'string' && { 'content-type': 'application/json' }),
  };
  return hajimi.fetch(new Request(`http://127.0.0.1${path}`, { ...init, headers }), {
    id: 'http://localhost',
    trust: path.startsWith('/sillytavern') ? 'site' : 'owner',
  });
};

test.each(doors)('%s', async (_name, path, init) => {
  const response = await ask(path.replace('{model}', long), init(long));
  const text = await response.text();
  expect([response.status, text.length < 1000]).toEqual([400, true]);
  expect(text).toContain('"model"');
  expect(text).toContain('256');
  expect(text).not.toContain('-search-search');
});

test('one of 256 characters gets as far as the keys', async () => {
  expect((await ask('/v1/chat/completions', json({ model: allowed, messages }))).status).toBe(503);
});
