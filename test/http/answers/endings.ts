/** Answers that are none, and answers that break off. */
import { describe, expect, test } from 'vitest';
import type { GenerateContentRequest } from '../../../src/core/google/wire.ts';
import type { Behaviour } from '../../fake-gemini/script.ts';
import { type Answer, type Driver, events, json, post } from '../driver.ts';
import { type AnswerWorld, CHAT, chat, NATIVE, native, nativeEvents, textOf } from './world.ts';

/** Over a network a stream's head may have been out by then. */
function failureIn(answer: Answer, { trust }: Driver): object {
  if (trust !== 'network' || answer.status !== 200) {
    expect(answer.status).toBe(400);
    return json(answer).error;
  }
  const [failure = '', done] = events(answer).slice(-2);
  expect(done).toBe('[DONE]');
  return JSON.parse(failure).error;
}

export function describeEndings({ driver, fake, open, calls }: AnswerWorld): void {
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

    test.each([true, false])(
      'a blocked prompt is a 400 in its own words (fakeStreaming: %s)',
      async (fakeStreaming) => {
        const client = await open({ fakeStreaming });
        fake.script({}, { blocked: 'PROHIBITED_CONTENT' });
        const prompt = { model: 'gemini-2.5-flash', prompt: 'ping' };
        for (const [path, body] of [
          [CHAT, chat()],
          [CHAT, chat({ stream: true })],
          ['/v1/completions', prompt],
          ['/v1/completions', { ...prompt, stream: true }],
        ] as const) {
          const answer = await client.ask(path, post(body, { 'accept-language': 'zh-CN' }));
          expect(failureIn(answer, driver)).toEqual({
            message: 'Google 拒绝了该提示：包含违禁内容（PROHIBITED_CONTENT）。',
            type: 'invalid_request_error',
            param: null,
            code: 'prompt_blocked',
          });
        }
        // Google's own clients know its form.
        expect(nativeEvents(await client.ask(NATIVE, post(native))).at(-1)).toMatchObject({
          promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
        });
        expect(calls()).toHaveLength(5);
      },
    );

    test('what a filter stopped is not asked again, and says so where the client reads it', async () => {
      const client = await open();
      const half = { content: { role: 'model' as const, parts: [{ text: 'Half' }] } };
      fake.script({}, { chunks: [{ candidates: [{ ...half, finishReason: 'SAFETY' }] }] }, 2);
      const words = 'Google stopped the answer: it was flagged as unsafe (SAFETY).';
      const page = { content: `Half\n\n[Hajimi: ${words}]` };
      const told = driver.trust === 'network' ? { content: 'Half', refusal: words } : page;
      const [whole] = json(await client.ask(CHAT, post(chat()))).choices;
      expect(whole).toMatchObject({ finish_reason: 'content_filter', message: told });
      const streamed = await client.ask(CHAT, post(chat({ stream: true })));
      expect(textOf(streamed)).toBe(told.content);
      expect(streamed.text).toContain('"finish_reason":"content_filter"');
      expect(calls()).toHaveLength(2);

      // The old endpoint has no other place for it.
      fake.script({}, { chunks: [{ candidates: [{ finishReason: 'SAFETY' }] }] }, 1);
      const old = await client.ask('/v1/completions', post({ model: 'gemini-2.5-flash', prompt: 'ping' }));
      expect(json(old).choices[0]).toMatchObject({ text: `[Hajimi: ${words}]`, finish_reason: 'content_filter' });
    });

    test('nor is an answer whose token limit was used up', async () => {
      const client = await open();
      for (const finishReason of ['MAX_TOKENS', 'CONTINUATION']) {
        fake.script({}, { chunks: [{ candidates: [{ finishReason }] }] }, 1);
        expect(json(await client.ask(CHAT, post(chat()))).choices[0].finish_reason).toBe('length');
      }
      expect(calls()).toHaveLength(2);
    });

    test.each([
      'IMAGE_OTHER',
      'LANGUAGE',
      'MISSING_THOUGHT_SIGNATURE',
      'TOO_MANY_TOOL_CALLS',
      'OTHER',
      'REASON_OF_2027',
    ])('an end that Google names is an end: %s costs one call and is told', async (finishReason) => {
      for (const fakeStreaming of [true, false]) {
        const client = await open({ fakeStreaming });
        fake.reset();
        fake.script({}, { chunks: [{ candidates: [{ finishReason }] }] });
        for (const stream of [false, true]) {
          const answer = await client.ask(CHAT, post(chat({ stream })));
          expect(answer.text).toContain(`(${finishReason}).`);
          if (finishReason === 'IMAGE_OTHER') expect(answer.text).toContain('"finish_reason":"content_filter"');
          else expect(failureIn(answer, driver)).toMatchObject({ code: 'answer_stopped' });
        }
        expect(nativeEvents(await client.ask(NATIVE, post(native))).at(-1)).toMatchObject({
          candidates: [{ finishReason }],
        });
        expect(calls()).toHaveLength(3);
      }
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
