/** Answers that are none, and answers that break off. */
import { describe, expect, test } from 'vitest';
import type { GenerateContentRequest } from '../../../src/core/gemini/wire.ts';
import type { Behaviour } from '../../gemini/script.ts';
import { events, json, post } from '../driver.ts';
import { type AnswerWorld, CHAT, chat, NATIVE, native, nativeEvents, textOf } from './world.ts';

export function describeEndings({ fake, open, calls }: AnswerWorld): void {
  describe('empty and cut answers', () => {
    test.each([
      [CHAT, chat()],
      [CHAT, chat({ stream: true })],
      [NATIVE, native],
    ])('asks again after an empty or unreadable one: %s', async (path, body) => {
      for (const fakeStreaming of [true, false]) {
        const client = await open({ fakeStreaming });
        fake.reset();
        fake.script({}, { empty: true }, 1);
        fake.script({}, { chunks: [{ candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL' }] }] }, 1);
        fake.script({}, { text: 'pong' });
        const answer = await client.ask(path, post(body));
        expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('pong')]);
        expect(calls()).toHaveLength(3);
      }
    });

    test.each([
      ['empty', { empty: true }, 'answer_empty', '空回答'],
      [
        'unreadable',
        { chunks: [{ candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL' }] }] },
        'answer_malformed',
        '函数调用',
      ],
    ] as const)('%s ones come to an end, and the client is told in its language', async (_, say, code, words) => {
      const client = await open({ maxEmptyResponses: 2, fakeStreaming: false });
      fake.script({}, say as Behaviour);
      for (const stream of [false, true]) {
        const answer = await client.ask(CHAT, post(chat({ stream }), { 'accept-language': 'zh-CN,zh;q=0.9' }));
        expect([answer.status, answer.text.slice(0, 900)]).toEqual([502, expect.any(String)]);
        expect(json(answer).error).toMatchObject({ code, message: expect.stringContaining(words) });
      }
      expect(calls()).toHaveLength(4);
    });

    test('what a filter stopped is not asked again', async () => {
      const client = await open();
      fake.script({}, { blocked: 'PROHIBITED_CONTENT' }, 1);
      const blocked = json(await client.ask(CHAT, post(chat()))).choices[0];
      expect(blocked).toMatchObject({
        finish_reason: 'content_filter',
        message: { refusal: expect.stringContaining('PROHIBITED_CONTENT') },
      });
      fake.script({}, { chunks: [{ candidates: [{ finishReason: 'SAFETY' }] }] }, 1);
      expect(json(await client.ask(CHAT, post(chat()))).choices[0].finish_reason).toBe('content_filter');
      fake.script({}, { chunks: [{ candidates: [{ finishReason: 'MAX_TOKENS' }] }] }, 1);
      expect(json(await client.ask(CHAT, post(chat()))).choices[0].finish_reason).toBe('length');
      expect(calls()).toHaveLength(3);
    });

    test('a picture is an answer', async () => {
      const client = await open();
      fake.script(
        {},
        {
          chunks: [
            {
              candidates: [
                {
                  content: { role: 'model', parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
                  finishReason: 'STOP',
                },
              ],
            },
          ],
        },
      );
      const answer = await client.ask(CHAT, post(chat({ model: 'gemini-2.5-flash-image' })));
      expect(json(answer).choices[0].message.images).toHaveLength(1);
      expect(calls()).toHaveLength(1);
    });

    test.each([true, false])('one that breaks off is marked (fakeStreaming: %s)', async (fakeStreaming) => {
      const client = await open({ fakeStreaming });
      fake.script({}, { truncated: true });
      const answer = await client.ask(CHAT, post(chat({ stream: true })));
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('You said');
      expect(events(answer).some((data) => data.includes('"answer_truncated"'))).toBe(true);
      expect(nativeEvents(await client.ask(NATIVE, post(native))).at(-1).error.status).toBe('DATA_LOSS');
    });

    test.each([
      [true, { truncated: true }],
      [false, { truncated: true }],
      // A browser drops what came in the same breath as the end of the connection.
      [false, { cutAfter: 2, betweenChunks: 100 }],
    ] as const)('or goes on from where it stopped (fakeStreaming: %s)', async (fakeStreaming, how) => {
      const client = await open({ fakeStreaming, continueCutAnswers: true });
      // What a truncated script leaves out is its last chunk.
      fake.script(
        {},
        {
          chunks: ['one two ', '', ''].map((text) => ({
            candidates: [{ content: { role: 'model' as const, parts: [{ text }] } }],
          })),
          ...how,
        },
        1,
      );
      fake.script({}, { text: 'three' });
      const answer = await client.ask(CHAT, post(chat({ stream: true })));
      expect(textOf(answer)).toBe('one two three');
      expect(answer.text).not.toContain('"error"');
      const [first, second] = calls().map(({ body }) => body as GenerateContentRequest);
      expect(second?.contents).toEqual([...(first?.contents ?? []), { role: 'model', parts: [{ text: 'one two ' }] }]);
    });
  });
}
