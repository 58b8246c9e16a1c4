/** Answers that are not Google's, and oddly written ones that are. */
import { describe, expect, test } from 'vitest';
import type { Behaviour } from '../../fake-gemini/script.ts';
import { type Answer, events, json, post } from '../driver.ts';
import { type AnswerWorld, CHAT, chat, NATIVE, native, textOf } from './world.ts';

const many = Array.from({ length: 20 }, (_, at) => `AIzaSyUNREADABLE_${at}`);
const page = { raw: ['<html><title>Just a moment...</title></html>'], contentType: 'text/html' };

/** Its error, wherever it stands. */
const errorOf = (answer: Answer) =>
  answer.status === 200 ? JSON.parse(events(answer).at(-2) ?? '{}').error : json(answer).error;

export function describeUnreadable({ fake, open, calls }: AnswerWorld): void {
  describe('what is not Google’s', () => {
    test.each<[string, Behaviour, number, string]>([
      ['a page with status 200', page, 2, 'Just a moment...'],
      ['nothing with status 200', { raw: [''] }, 2, 'HTTP 200'],
      ['JSON of another kind', { raw: ['{"candidates":"none"}'] }, 2, 'HTTP 200'],
      ['a wall with status 429', { ...page, status: 429 }, 3, 'HTTP 429'],
      ['a wall with status 403', { ...page, status: 403 }, 3, 'HTTP 403'],
      ['a login with status 401', { ...page, status: 401 }, 3, 'HTTP 401'],
      ['a gateway with status 503', { ...page, status: 503 }, 3, 'HTTP 503'],
    ])('%s costs few calls and no key, and is called by its name', async (what, say, most, words) => {
      const client = await open({}, many);
      for (const stream of [false, true]) {
        // A stream in which nothing is said is an empty answer, of which there are many.
        if (stream && what.startsWith('nothing')) continue;
        fake.reset();
        const takeBack = fake.script({}, say);
        const answer = await client.ask(CHAT, post(chat({ stream })));
        const error = errorOf(answer);
        expect([error.code, error.message]).toEqual(['not_google', expect.stringContaining('GEMINI_BASE_URL')]);
        expect(error.message).toContain(words);
        expect(calls()).toHaveLength(most);
        takeBack();
        expect((await client.ask(CHAT, post(chat()))).status).toBe(200);
        expect(calls()).toHaveLength(most + 1);
      }
    });

    test('nor is a path that is not there asked for again', async () => {
      const client = await open({}, many);
      fake.script({}, { ...page, status: 404 });
      const answer = await client.ask(CHAT, post(chat()));
      expect([answer.status, json(answer).error.code]).toEqual([404, 'not_google']);
      expect(calls()).toHaveLength(1);
    });
  });

  describe('what is', () => {
    test('fields that are null are unset, and words stand for floats', async () => {
      const client = await open({}, many);
      const part = { text: 'pong', thought: null, inlineData: null, functionCall: null };
      const candidate = {
        content: { role: 'model', parts: [part] },
        finishReason: 'STOP',
        finishMessage: null,
        avgLogprobs: '-Infinity',
        groundingMetadata: null,
        citationMetadata: null,
      };
      const answered = { candidates: [candidate], usageMetadata: null, promptFeedback: null };
      fake.script({ method: 'generateContent' }, { raw: [JSON.stringify(answered)] });
      fake.script({}, { raw: [`data: ${JSON.stringify(answered)}\r\n\r\n`], contentType: 'text/event-stream' });
      const whole = json(await client.ask(CHAT, post(chat()))).choices[0];
      expect([whole.message.content, whole.message.tool_calls, whole.finish_reason]).toEqual([
        'pong',
        undefined,
        'stop',
      ]);
      expect(textOf(await client.ask(CHAT, post(chat({ stream: true }))))).toBe('pong');
      expect((await client.ask(NATIVE, post(native))).text).toContain('pong');
      expect(calls()).toHaveLength(3);
    });

    test('an error with status 200 is that error', async () => {
      const client = await open({}, many);
      const error = { code: 400, status: 'INVALID_ARGUMENT', message: 'contents is odd' };
      fake.script({}, { raw: [JSON.stringify({ error })] });
      for (const stream of [false, true]) {
        const told = errorOf(await client.ask(CHAT, post(chat({ stream }))));
        expect([told.code, told.message]).toEqual(['request_refused', 'contents is odd']);
      }
      expect(calls()).toHaveLength(2);
    });
  });
}
