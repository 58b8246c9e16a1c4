/** The fuzz against `app.fetch`. FUZZ_SEED=<the seed of a failure> does the same again; FUZZ_REQUESTS and FUZZ_ANSWERS do more. */
import { afterAll, expect, test, vi } from 'vitest';
import type { Fetch } from '../../../src/core/ports.ts';
import { post } from '../../http/driver.ts';
import { openHajimi } from '../../support/hajimi.ts';
import { type MutatedAnswer, mutatedAnswer } from './answers.ts';
import { fuzzRequests } from './requests.ts';
import { faultOf } from './verdict.ts';

// Thousands of requests take their time on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1_500);
const ANSWERS = Number(process.env.FUZZ_ANSWERS ?? 150);
/** Always the same, so that what fails is a change's fault; the fuzz itself goes on with other seeds. */
const seed = Number(process.env.FUZZ_SEED ?? 1);
const opened: Array<{ close(): Promise<void> }> = [];
afterAll(() => Promise.all(opened.map((hajimi) => hajimi.close())));

const fetchMedia = async () => new Response('no picture', { headers: { 'content-type': 'image/png' } });

function open(fetch: Fetch, fakeStreaming = true) {
  const env = {
    maxRequestsPerMinute: 0,
    maxRequestsPerDayPerIp: 0,
    fakeStreaming,
    maxEmptyResponses: 2,
    maxRetryNum: 3,
  };
  const keyTexts = [Array.from({ length: 4 }, (_, index) => `AIzaSyFUZZ_${index}`).join(' ')];
  const hajimi = openHajimi({ env, keyTexts, fetchMedia }, { fetch });
  opened.push(hajimi);
  return {
    log: hajimi.log,
    async ask(path: string, { headers, ...ask }: ReturnType<typeof post>) {
      const request = new Request(`https://hajimi.invalid${path}`, { ...ask, headers: { ...headers } });
      const response = await hajimi.fetch(request, { id: 'fuzz', trust: 'site' });
      return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
    },
  };
}

const pong = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'pong' }] }, finishReason: 'STOP', index: 0 }],
};
const answering: Fetch = async (url) =>
  url.includes('alt=sse')
    ? new Response(`data: ${JSON.stringify(pong)}\r\n\r\n`, { headers: { 'content-type': 'text/event-stream' } })
    : Response.json(url.includes('mbed') ? { embedding: { values: [1, 2] }, embeddings: [{ values: [1, 2] }] } : pong);

test(`${REQUESTS} mutated requests, seed ${seed}`, async () => {
  const { ask, log } = open(answering);
  expect(await fuzzRequests(ask, seed, REQUESTS), `FUZZ_SEED=${seed}`).toEqual([]);
  expect(log.filter(({ level }) => level === 'error')).toEqual([]);
});

test.each([true, false])(`${ANSWERS} mutated answers, seed ${seed}, fake streaming %s`, async (fakeStreaming) => {
  for (let number = 0; number < ANSWERS; number++) {
    const answer = mutatedAnswer(seed, number);
    // A new one for each: an error that retires a key shall not decide about the next.
    const { ask, log } = open(async () => responseOf(answer), fakeStreaming);
    const { path, body } = answer.request;
    const told = await ask(path, post(body)).catch((error: unknown) => ({
      status: 0,
      headers: {},
      text: String(error),
    }));
    const fault = faultOf(path, told, false);
    const shown = `FUZZ_SEED=${seed}, ${number} ${path}: ${told.status} ${told.text.slice(0, 600)}\n${textOf(answer)}`;
    expect(fault, shown).toBeUndefined();
    expect(
      log.filter(({ level }) => level === 'error'),
      shown,
    ).toEqual([]);
  }
});

function responseOf({ status, contentType, pieces }: MutatedAnswer): Response {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
  });
  return new Response(body, { status, headers: contentType === '' ? {} : { 'content-type': contentType } });
}

const textOf = ({ status, contentType, pieces }: MutatedAnswer) =>
  `${status} ${contentType} ${pieces
    .map((piece) => new TextDecoder().decode(piece))
    .join('')
    .slice(0, 1_500)}`;
