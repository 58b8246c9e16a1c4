// covers: src/core/dialects/respond-stream.ts, src/core/dialects/respond-json.ts, src/core/pipeline
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../src/core/ports.ts';
import { sleep } from '../../../src/core/utils/sleep.ts';
import { manualClock, settled } from '../../support/clock.ts';
import { openHajimi } from '../../support/hajimi.ts';
import { saying } from './layers.ts';

const SILENCE = 40_000;
const dead = () =>
  Response.json({ error: { code: 400, status: 'INVALID_ARGUMENT', message: 'API key not valid.' } }, { status: 400 });

const ponging = () => new Response(`data: ${JSON.stringify(saying('pong'))}\r\n\r\n`);
const overloaded = () =>
  Response.json({ error: { code: 503, status: 'UNAVAILABLE', message: 'Busy' } }, { status: 503 });

/** Two dead keys, and a third that takes its time. */
function opened(env = {}, silence = SILENCE, say = ponging) {
  const clock = manualClock();
  let asked = 0;
  const hajimi = openHajimi(
    { password: 'p', keyTexts: ['AIzaSySILENT_1 AIzaSySILENT_2 AIzaSySILENT_3'], env },
    {
      clock,
      async fetch(_, { ending }) {
        asked += 1;
        if (asked <= 2) return dead();
        if (asked === 3) await sleep(clock, silence, ending);
        return say();
      },
    },
  );
  const ask = (path: string, body: object, trust: Caller['trust']) =>
    hajimi.fetch(
      new Request(`http://relay.test${path}`, {
        method: 'POST',
        headers: { authorization: 'Bearer p', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
      { id: 'test', trust },
    );
  /** Time until the head is out, in ms of the clock. */
  const headAfter = async (asking: Promise<Response>) => {
    // Keys are hashed in real time, which this clock knows nothing of.
    while (asked < 3) await settled();
    const start = clock.now();
    let head: number | undefined;
    void asking.then(() => {
      head = clock.now() - start;
    });
    for (let step = 0; head === undefined && step < 1_000; step++) await clock.advance(100);
    await settled();
    return head;
  };
  return { clock, ask, headAfter, asked: () => asked };
}

const chat = { model: 'gemini-2.5-flash', stream: true, messages: [{ role: 'user', content: 'ping' }] };
const native = { contents: [{ role: 'user', parts: [{ text: 'ping' }] }] };
const NATIVE = '/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse';

test.each([
  ['/v1/chat/completions', chat, '\n\n', 40],
  [NATIVE, native, '\r\n\r\n', 40],
] as const)('network %s: a sign of life each second, then one clean answer', async (path, body, gap, signs) => {
  const { clock, ask, headAfter, asked } = opened();
  const asking = ask(path, body, 'network');
  expect(await headAfter(asking)).toBeLessThanOrEqual(1_100);
  const response = await asking;
  expect(response.status).toBe(200);
  const reading = response.text();
  await clock.advance(SILENCE);
  const events = (await reading).split(gap).filter((event) => event !== '');
  const answer = events.filter((event) => event.includes('pong'));
  expect(answer).toHaveLength(1);
  const before = events.indexOf(answer[0] ?? '');
  expect(before).toBeGreaterThanOrEqual(signs - 1);
  expect(before).toBeLessThanOrEqual(signs);
  expect(new Set(events.slice(0, before)).size).toBe(Math.min(1, before));
  expect(events.join('')).not.toContain('error');
  expect(asked()).toBe(3);
});

describe.each(['site', 'owner'] as const)('a page (%s)', (trust) => {
  test.each([
    ['/v1/chat/completions', chat],
    ['/v1/completions', { model: chat.model, stream: true, prompt: 'ping' }],
    [NATIVE, native],
  ] as const)('sees the status of a failure that takes its time: %s', async (path, body) => {
    for (const env of [{}, { fakeStreaming: false }]) {
      const { ask, headAfter } = opened(env, SILENCE, overloaded);
      const asking = ask(path, body, trust);
      expect(await headAfter(asking)).toBeGreaterThanOrEqual(SILENCE);
      const response = await asking;
      expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('Busy')]);
    }
  });

  test.each([
    ['/v1/chat/completions', chat],
    [NATIVE, native],
  ] as const)('gets the head with the answer, and no sign before: %s', async (path, body) => {
    const { ask, headAfter } = opened();
    const asking = ask(path, body, trust);
    const head = await headAfter(asking);
    expect(head).toBeGreaterThanOrEqual(SILENCE);
    expect(head).toBeLessThan(SILENCE + 200);
    expect(await (await asking).text()).toMatch(/^data: .*pong/);
  });

  test.each([
    ['/v1/chat/completions', chat],
    [NATIVE, native],
  ] as const)('gets the head before it gives up, and the failure behind it: %s', async (path, body) => {
    const { clock, ask, headAfter } = opened({}, 100_000, overloaded);
    const asking = ask(path, body, trust);
    const head = await headAfter(asking);
    expect(head).toBeGreaterThan(44_000);
    expect(head).toBeLessThan(45_200);
    const response = await asking;
    expect(response.status).toBe(200);
    const reading = response.text();
    await clock.advance(100_000);
    expect(await reading).toMatch(/^data: \{"error":.*Busy/);
  });
});

test.each([
  [40_000, 40_000],
  // NextChat gives up after 60 s.
  [100_000, 45_000],
])('the head of a true stream waits for content, but no longer than clients do: %s', async (silence, head) => {
  const { ask, headAfter } = opened({ fakeStreaming: false }, silence);
  const after = await headAfter(ask('/v1/chat/completions', chat, 'network'));
  expect(after).toBeGreaterThanOrEqual(head);
  expect(after).toBeLessThan(head + 200);
});
