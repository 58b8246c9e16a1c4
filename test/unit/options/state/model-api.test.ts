// covers: options/api.ts, options/state/chat.ts, options/state/offered.ts, options/state/self-test.ts
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Api, createApi } from '../../../../options/api.ts';
import { createChat } from '../../../../options/state/chat.ts';
import { offeredModels } from '../../../../options/state/offered.ts';
import { type Check, type CheckResult, checks, runSelfTest } from '../../../../options/state/self-test.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

/** What the page does with the model API, against the core and a fake Gemini. */
describe('the model API from the page', () => {
  let fake: FakeGemini;
  let hajimi: TestHajimi;
  let api: Api;
  beforeEach(async () => {
    fake = await startFakeGemini();
    hajimi = openHajimi({ env: { geminiBaseUrl: fake.url } });
    api = createApi(
      (path, init) =>
        hajimi.fetch(new Request(`https://hajimi.invalid${path}`, init), { id: 'hajimi', trust: 'owner' }),
      () => 'en',
    );
    await api.keys.add({ text: `AIzaSyPAGE_${'a'.repeat(28)}` });
  });
  afterEach(async () => {
    await hajimi.close();
    await fake.close();
  });

  const selfTest = async () => {
    const results = new Map<Check, CheckResult>();
    await runSelfTest(api.tryOut, 'gemini-2.5-flash', (check, result) => results.set(check, result));
    return Object.fromEntries(checks.map((check) => [check, results.get(check)?.state]));
  };

  test('the self-test finds nothing wrong where nothing is', async () => {
    expect(await selfTest()).toEqual({
      list: 'passed',
      complete: 'passed',
      stream: 'passed',
      tools: 'passed',
      image: 'passed',
    });
  });

  test('the self-test finds what is wrong', async () => {
    fake.script({ method: 'streamGenerateContent' }, { error: 'bad-request' });
    expect(await selfTest()).toMatchObject({ list: 'passed', stream: 'failed' });
  });

  test('a chat grows by what is answered, and remembers what was said', async () => {
    const chat = createChat(api.tryOut);
    fake.script({}, { text: ['Good ', 'day'] });
    await chat.send('gemini-2.5-flash', { text: 'hello' });
    expect(chat.turns.value).toMatchObject([
      { role: 'user', text: 'hello' },
      { role: 'assistant', text: 'Good day' },
    ]);
    await chat.send('gemini-2.5-flash', { text: 'and again' });
    const sent = JSON.stringify(fake.requests.at(-1)?.body);
    expect(sent).toContain('Good day');
    expect(chat.turns.value).toHaveLength(4);
  });

  test('a chat with tools shows the call, what it answered, and what was made of it', async () => {
    const chat = createChat(api.tryOut);
    await chat.send('gemini-2.5-flash', { text: 'What time is it?', tools: true });
    const [, called, said] = chat.turns.value;
    expect(called?.tools).toMatchObject([{ name: 'get_current_time', result: expect.stringContaining('{') }]);
    expect(said?.text).toContain('The functions answered: get_current_time');
    expect(JSON.stringify(fake.requests.at(-1)?.body)).toContain('functionResponse');
    await chat.send('gemini-2.5-flash', { text: 'Thanks' });
    expect(JSON.stringify(fake.requests.at(-1)?.body)).not.toContain('functionDeclarations');
  });

  test('an answer that failed says why and is left out of the talk', async () => {
    const chat = createChat(api.tryOut);
    const fixed = fake.script({}, { error: 'bad-request' });
    await chat.send('gemini-2.5-flash', { text: 'hello' });
    expect(chat.turns.value.at(-1)).toMatchObject({ role: 'assistant', problem: expect.any(String) });
    fixed();
    await chat.send('gemini-2.5-flash', { text: 'hello' });
    expect(chat.turns.value.at(-1)?.problem).toBeUndefined();
    expect(chat.busy.value).toBe(false);
  });

  test('offers the models that a frontend sees, a good one first', async () => {
    const [first = ''] = await offeredModels(api.tryOut);
    expect(first).toMatch(/^gemini-.*flash$/);
  });
});
