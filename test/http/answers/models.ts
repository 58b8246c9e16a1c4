/** Which key and which model answer. */
import { describe, expect, test } from 'vitest';
import { json, post } from '../driver.ts';
import { type AnswerWorld, CHAT, chat, keys, NATIVE, native } from './world.ts';

export function describeChoice({ fake, open, calls }: AnswerWorld): void {
  describe('the sticky rotation', () => {
    test('keeps a conversation on its key in either dialect, and spreads conversations', async () => {
      const client = await open({ rotation: 'sticky' });
      const used = async (path: string, body: object) => {
        expect((await client.ask(path, post(body))).status).toBe(200);
        return calls().at(-1)?.key;
      };
      const talk = (topic: string, turns: number) => ({
        ...native,
        contents: Array.from({ length: turns }, (_, turn) => ({
          role: turn % 2 === 0 ? 'user' : 'model',
          parts: [{ text: `${topic} ${turn}` }],
        })),
      });
      const talkInOpenAI = (topic: string, turns: number) =>
        chat({
          messages: talk(topic, turns).contents.map(({ role, parts }) => ({
            role: role === 'user' ? 'user' : 'assistant',
            content: parts[0]?.text,
          })),
        });
      // Keys that have never answered are tried by turns first.
      for (const key of keys) await used(CHAT, talkInOpenAI(`warm up ${key}`, 1));
      const keysOf = new Set<string | undefined>();
      for (let topic = 0; topic < 12; topic++) {
        const turns: Array<string | undefined> = [];
        for (const length of [1, 3, 5]) turns.push(await used(CHAT, talkInOpenAI(`topic ${topic}`, length)));
        expect([topic, new Set(turns).size]).toEqual([topic, 1]);
        keysOf.add(turns[0]);
        expect(await used(NATIVE, talk(`topic ${topic}`, 7))).toBe(turns[0]);
      }
      expect(keysOf.size).toBeGreaterThan(1);
    });
  });

  describe('the limit of a model over all keys', () => {
    test('is kept in either dialect, with the day’s end, and for that model alone', async () => {
      const client = await open({ modelDailyLimits: ['gemini-2.5-flash=2'], preciseCache: true });
      expect((await client.ask(CHAT, post(chat({ stream: true })))).status).toBe(200);
      expect((await client.ask(NATIVE, post(native))).status).toBe(200);
      const before = calls().length;

      const refused = await client.ask(CHAT, post(chat({ messages: [{ role: 'user', content: 'another' }] })));
      expect(refused.status).toBe(429);
      expect(json(refused).error).toMatchObject({
        type: 'rate_limit_error',
        code: 'rate_limit_exceeded',
        message: expect.stringContaining('The 2 requests a day to the model "gemini-2.5-flash"'),
      });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      const natively = await client.ask(NATIVE, post(native));
      expect(natively.status).toBe(429);
      expect(json(natively).error).toMatchObject({ code: 429, status: 'RESOURCE_EXHAUSTED' });
      expect(calls()).toHaveLength(before);
      for (const key of keys) expect(refused.text + natively.text).not.toContain(key);
      expect((await client.ask(CHAT, post(chat({ model: 'gemini-2.5-pro' })))).status).toBe(200);
    });
  });

  describe('fallback models', () => {
    const fallbackModels = 'gemini-2.5-pro > gemini-2.5-flash-lite > gemini-2.5-flash';
    const pro = chat({ model: 'gemini-2.5-pro' });

    test.each(['overloaded', 'day-quota'] as const)(
      'another model answers after %s, and the answer says which',
      async (error) => {
        const client = await open({ fallbackModels });
        fake.script({ model: 'gemini-2.5-pro' }, { error });
        fake.script({ model: 'gemini-2.5-flash-lite' }, { error });
        const answer = await client.ask(CHAT, post(pro));
        expect([answer.status, answer.headers['x-hajimi-model']]).toEqual([200, 'gemini-2.5-flash']);
        expect(json(answer).model).toBe('gemini-2.5-flash');
      },
    );

    test('the error is that of the model that was asked for', async () => {
      const client = await open({ fallbackModels: 'gemini-2.5-pro > no-such-model' });
      fake.script({ model: 'gemini-2.5-pro' }, { error: 'overloaded' });
      const answer = await client.ask(CHAT, post(pro));
      expect([answer.status, json(answer).error.code]).toEqual([503, 'upstream_overloaded']);
    });

    test('another model answers when the limit of one is reached', async () => {
      const client = await open({ fallbackModels, modelDailyLimits: ['gemini-2.5-pro=1', '*-lite=1'] });
      const answered: unknown[] = [];
      for (let i = 0; i < 3; i++) answered.push(json(await client.ask(CHAT, post(pro))).model);
      expect(answered).toEqual(['gemini-2.5-pro', 'gemini-2.5-flash-lite', 'gemini-2.5-flash']);
    });

    test('none unless set', async () => {
      const client = await open();
      fake.script({ model: 'gemini-2.5-pro' }, { error: 'overloaded' });
      expect((await client.ask(CHAT, post(pro))).status).toBe(503);
      expect(calls().every(({ model }) => model === 'gemini-2.5-pro')).toBe(true);
    });
  });
}
