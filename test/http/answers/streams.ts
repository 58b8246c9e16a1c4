/** How a stream reaches the client, and what an impatient client gets meanwhile. */
import { describe, expect, test } from 'vitest';
import { events, json, post } from '../driver.ts';
import {
  type AnswerWorld,
  CHAT,
  chat,
  chunksOf,
  NATIVE,
  native,
  nativeEvents,
  nativeText,
  SOON,
  textOf,
} from './world.ts';

export function describeStreams({ driver, fake, open, calls }: AnswerWorld): void {
  describe('fake streaming', () => {
    const slow = { fakeStreamingInterval: SOON };

    test('two dead keys and a silent Gemini: one clean answer, the client kept waiting', async () => {
      const client = await open(slow);
      fake.script({}, { error: 'key-invalid' }, 2);
      fake.script({}, { beforeFirstByte: 300, text: ['po', 'ng'] });
      const answer = await client.ask(CHAT, post(chat({ stream: true })));
      expect(answer.status).toBe(200);
      expect(textOf(answer)).toBe('pong');
      expect(events(answer).filter((data) => data === '[DONE]')).toHaveLength(1);
      expect(answer.text).not.toMatch(/\r|^event:|^:|"error"/m);
      const waiting = chunksOf(answer).filter(
        ({ choices }) => Object.keys(choices[0]?.delta ?? {}).length === 0 && !choices[0]?.finish_reason,
      );
      if (driver.trust === 'network') expect(waiting.length).toBeGreaterThan(0);
      else expect(waiting).toEqual([]);
      const named = chunksOf(answer).map((chunk) => JSON.stringify([(chunk as { id?: string }).id, chunk.model]));
      expect(new Set(named).size).toBe(1);
      expect(new Set(calls().map(({ key }) => key)).size).toBe(3);
    });

    test('the same for a client of the native dialect', async () => {
      const client = await open(slow);
      fake.script({}, { error: 'key-invalid' }, 2);
      fake.script({}, { beforeFirstByte: 300, text: ['po', 'ng'] });
      const answer = await client.ask(NATIVE, post(native));
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/event-stream']);
      expect(nativeText(answer)).toBe('pong');
      const silent = nativeEvents(answer).filter((event) => event.candidates[0].content.parts[0].text === '');
      expect(silent.length > 0).toBe(driver.trust === 'network');
      expect(calls()).toHaveLength(3);
    });

    test('without alt=sse the native stream is one JSON array', async () => {
      const client = await open(slow);
      fake.script({}, { beforeFirstByte: 150, text: ['po', 'ng'] });
      const answer = await client.ask(NATIVE.replace('?alt=sse', ''), post(native));
      expect(answer.headers['content-type']).toContain('application/json');
      const texts = json(answer).map(
        (event: { candidates: [{ content: { parts: [{ text: string }] } }] }) =>
          event.candidates[0].content.parts[0].text,
      );
      expect(texts).toEqual(['po', 'ng']);
    });

    test('a key that breaks in the middle of its answer is not noticed', async () => {
      const client = await open();
      fake.script({}, { text: ['half ', 'an ', 'answer'], cutAfter: 2 }, 1);
      fake.script({}, { text: ['po', 'ng'] });
      const answer = await client.ask(CHAT, post(chat({ stream: true })));
      expect(textOf(answer)).toBe('pong');
      expect(calls()).toHaveLength(2);
    });

    test('what fails before the head keeps its status', async () => {
      const client = await open({ fakeStreamingInterval: 30 });
      fake.script({}, { error: 'bad-request', message: 'no such thing' });
      const answer = await client.ask(CHAT, post(chat({ stream: true })));
      expect(answer.status).toBe(400);
      expect(json(answer).error.message).toContain('no such thing');
    });

    test.runIf(driver.trust === 'site')('a page sees its status, however long it took', async () => {
      const client = await open(slow);
      fake.script({}, { beforeHead: 200, error: 'bad-request', message: 'no such thing' }, 2);
      const answer = await client.ask(CHAT, post(chat({ stream: true })));
      expect([answer.status, json(answer).error.message]).toEqual([400, 'no such thing']);
      expect((await client.ask(NATIVE, post(native))).status).toBe(400);

      fake.script({}, { beforeFirstByte: 100, empty: true });
      const empty = await client.ask(CHAT, post(chat({ stream: true })));
      expect([empty.status, json(empty).error.code]).toEqual([502, 'answer_empty']);
    });

    test.runIf(driver.trust === 'network')('what fails after the head is an error event and [DONE]', async () => {
      const client = await open(slow);
      fake.script({}, { beforeHead: 200, error: 'bad-request', message: 'no such thing' });
      const answer = await client.ask(CHAT, post(chat({ stream: true })));
      expect(answer.status).toBe(200);
      expect(textOf({ ...answer, text: answer.text.replace(/data: \{"error".*\n\n/, '') })).toBe('');
      const [error, done] = events(answer).slice(-2);
      expect(JSON.parse(error ?? '').error.message).toContain('no such thing');
      expect(done).toBe('[DONE]');

      const streamed = await client.ask(NATIVE, post(native));
      expect(streamed.status).toBe(200);
      expect(nativeEvents(streamed).at(-1).error).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
    });
  });

  describe('true streaming', () => {
    test('an empty first event is no content: the next key may still take over', async () => {
      const client = await open({ fakeStreaming: false });
      fake.script(
        {},
        { chunks: [{ candidates: [{ content: { role: 'model', parts: [{ text: '' }] } }] }, {}], cutAfter: 1 },
        1,
      );
      fake.script({}, { text: ['po', 'ng'] });
      for (const [path, body, text] of [
        [CHAT, chat({ stream: true }), textOf],
        [NATIVE, native, nativeText],
      ] as const) {
        const answer = await client.ask(path, post(body));
        expect([answer.status, text(answer)]).toEqual([200, 'pong']);
      }
      expect(calls()).toHaveLength(3);
    });
  });

  describe('without a stream', () => {
    test('white space is sent ahead once Gemini has begun to answer', async () => {
      const client = await open({ nonstreamKeepaliveInterval: SOON });
      fake.script({}, { beforeFirstByte: 250, text: 'pong' });
      const answer = await client.ask(CHAT, post(chat()));
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
      expect(json(answer).choices[0].message.content).toBe('pong');
      expect(/^ +\{/.test(answer.text)).toBe(driver.trust === 'network');
    });

    test('switched off, nothing is', async () => {
      const client = await open({ nonstreamKeepaliveInterval: SOON, nonstreamKeepaliveEnabled: false });
      fake.script({}, { beforeFirstByte: 150, text: 'pong' });
      expect((await client.ask(CHAT, post(chat()))).text).toMatch(/^\{/);
    });

    test('a failure that takes its time has its status', async () => {
      const client = await open({ nonstreamKeepaliveInterval: SOON });
      fake.script({}, { beforeHead: 200, error: 'bad-request' });
      const answer = await client.ask(CHAT, post(chat()));
      expect([answer.status, json(answer).error.type]).toEqual([400, 'invalid_request_error']);
    });

    test.runIf(driver.trust === 'network')('a failure after the white space is no answer with status 200', async () => {
      const client = await open({ nonstreamKeepaliveInterval: SOON });
      fake.script({}, { beforeFirstByte: 150, raw: ['{"candidates":[', '{}'], cutAfter: 1 });
      await expect(client.ask(CHAT, post(chat()))).rejects.toThrow();
    });
  });
}
