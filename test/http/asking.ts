/** What the cases about requests work with: a fake Gemini, clients of it, and what it was asked last. */
import { afterEach, beforeEach, expect } from 'vitest';
import type { GenerateContentRequest } from '../../src/core/google/wire.ts';
import { type FakeGemini, startFakeGemini } from '../fake-gemini/server.ts';
import { type Answer, type Client, type Driver, events, json, post } from './driver.ts';

const keys = ['AIzaSyREQUEST_ONE', 'AIzaSyREQUEST_TWO'];

export const weather = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: {} } },
};

export const chat = (extra: object = {}) => ({
  model: 'gemini-2.5-flash',
  messages: [{ role: 'user', content: 'ping' }],
  ...extra,
});

export const native = { contents: [{ role: 'user', parts: [{ text: 'ping' }] }] };

/** Everything anew for each test of the `describe` that calls it. */
export function setUpRequests(driver: Driver) {
  const clients: Client[] = [];
  let fake: FakeGemini;
  beforeEach(async () => {
    fake = await startFakeGemini();
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await fake.close();
  });
  const lastAsked = () => {
    const request = fake.requests.findLast(({ method }) => method !== 'models.list');
    return { model: request?.model, body: request?.body as GenerateContentRequest };
  };
  return {
    get fake() {
      return fake;
    },
    async open(settings: Readonly<Record<string, unknown>> = {}) {
      const client = await driver.open(fake, { keys, settings });
      clients.push(client);
      return client;
    },
    lastAsked,
    /** What Gemini was asked for the chat. */
    async asked(client: Client, extra: object = {}, headers: Record<string, string> = {}) {
      const answer = await client.ask('/v1/chat/completions', post(chat(extra), headers));
      expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
      return { ...lastAsked(), answer };
    },
  };
}

/** The ids that the client can choose from. */
export const listed = async (client: Client): Promise<string[]> =>
  json(await client.ask('/v1/models')).data.map(({ id }: { id: string }) => id);

interface Delta {
  readonly content?: string | null;
  readonly reasoning_content?: string;
  readonly annotations?: readonly unknown[];
}

/** What the client reads, whole or from all chunks. */
export function contentOf(answer: Answer, stream: boolean) {
  const deltas: Delta[] = stream
    ? events(answer)
        .filter((data) => data !== '[DONE]')
        .flatMap((data) => JSON.parse(data).choices.map(({ delta }: { delta: Delta }) => delta))
    : [json(answer).choices[0].message];
  return {
    content: deltas.map(({ content }) => content ?? '').join(''),
    reasoning: deltas.map(({ reasoning_content }) => reasoning_content ?? '').join(''),
    annotations: deltas.flatMap(({ annotations = [] }) => annotations),
  };
}
