/** The same request sent several times at once. */
import { describe, expect, test } from 'vitest';
import { type Ask, type Client, json, post } from '../driver.ts';
import { type AnswerWorld, CHAT, chat, textOf, whenGone } from './world.ts';

export function describeDoubles({ fake, open, calls }: AnswerWorld): void {
  describe('the same request at the same time', () => {
    /** Ms in which fifty connections are made on a busy machine. */
    const beforeHead = 1_500;
    const many = (client: Client, ask: Ask, count = 50) => Array.from({ length: count }, () => client.ask(CHAT, ask));

    test.each([false, true])('is one call, and everybody gets the whole answer (stream: %s)', async (stream) => {
      const client = await open();
      fake.script({}, { beforeHead, text: ['po', 'ng'] });
      const answers = await Promise.all(many(client, post(chat({ stream }))));
      expect(calls()).toHaveLength(1);
      const texts = answers.map((answer) => (stream ? textOf(answer) : json(answer).choices[0].message.content));
      expect(texts).toEqual(Array.from({ length: 50 }, () => 'pong'));
    });

    test('one who leaves takes nothing from the others; the last one to leave ends the call', async () => {
      const client = await open({ fakeStreaming: false });
      fake.script({}, { beforeHead, text: ['po', 'ng'], betweenChunks: 100 }, 1);
      fake.script({}, { beforeHead: 60_000 });
      const leaving = new AbortController();
      const ask = post(chat({ stream: true }));
      const left = whenGone(client.ask(CHAT, { ...ask, signal: leaving.signal }));
      const staying = many(client, ask, 49);
      // By then all have come, as above; who leaves before the others have come ends a call of its own.
      await fake.waitFor(({ chunksSent }) => chunksSent > 0);
      leaving.abort();
      expect((await Promise.all(staying)).map(textOf)).toEqual(Array.from({ length: 49 }, () => 'pong'));
      expect(await left).toBe('gone');
      expect(calls()).toHaveLength(1);

      const all = new AbortController();
      const gone = many(client, { ...ask, signal: all.signal }, 3).map(whenGone);
      await fake.waitFor(() => calls().length === 2);
      all.abort();
      await fake.waitFor(({ aborted }) => aborted);
      expect(await Promise.all(gone)).toEqual(['gone', 'gone', 'gone']);
    });

    test.each([
      ['switched off', { singleFlightWindow: 0 }, {}],
      ['for a client that wants an answer of its own', {}, { 'cache-control': 'no-cache' }],
    ])('is a call for each, %s', async (_, settings, headers) => {
      const client = await open(settings);
      fake.script({}, { beforeHead: 300 });
      await Promise.all(many(client, post(chat(), headers), 3));
      expect(calls()).toHaveLength(3);
    });

    test('n answers to one request are n calls where the model gives one at a time', async () => {
      const client = await open();
      const answer = await client.ask(CHAT, post(chat({ model: 'gemini-2.5-flash-image', n: 2 })));
      expect(json(answer).choices).toHaveLength(2);
      expect(calls()).toHaveLength(2);
    });
  });
}
