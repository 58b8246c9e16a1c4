/** A client and a fake Gemini for the cases about answers, and how to read what the client got. */
import { afterEach, beforeEach } from 'vitest';
import type { RecordedRequest } from '../../fake-gemini/record.ts';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { type Answer, type Client, type Driver, events } from '../driver.ts';

export const keys = ['AIzaSyANSWER_ONE', 'AIzaSyANSWER_TWO', 'AIzaSyANSWER_THREE'];
export const CHAT = '/v1/chat/completions';
export const NATIVE = '/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse';
/** So short that a test need not wait; so long that an answer without delay is there first. */
export const SOON = 0.03;

export const chat = (extra: object = {}) => ({
  model: 'gemini-2.5-flash',
  messages: [{ role: 'user', content: 'ping' }],
  ...extra,
});
export const native = { contents: [{ role: 'user', parts: [{ text: 'ping' }] }] };
export const picture = (data: string) => [
  { type: 'text', text: 'what is this?' },
  { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } },
];

interface Chunk {
  readonly model: string;
  readonly choices: ReadonlyArray<{ readonly delta: { readonly content?: string }; readonly finish_reason?: string }>;
}

export const chunksOf = (answer: Answer): Chunk[] =>
  events(answer)
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data));
export const textOf = (answer: Answer) =>
  chunksOf(answer)
    .map(({ choices }) => choices[0]?.delta.content ?? '')
    .join('');
export const nativeEvents = (answer: Answer) =>
  answer.text
    .split('\r\n\r\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(event.replace(/^data: /, '')));
export const nativeText = (answer: Answer) =>
  nativeEvents(answer)
    .map((event) => event.candidates[0].content.parts.map((part: { text: string }) => part.text).join(''))
    .join('');

/** Over a network the client that left sees nothing more; without one, it can still read what it would have been told. */
export const whenGone = (asking: Promise<Answer>) =>
  asking.then(
    ({ status }) => (status === 499 ? 'gone' : status),
    () => 'gone',
  );

export interface AnswerWorld {
  readonly driver: Driver;
  /** Of the case that runs. */
  readonly fake: Pick<FakeGemini, 'script' | 'reset' | 'waitFor'>;
  open(settings?: Readonly<Record<string, unknown>>, only?: readonly string[]): Promise<Client>;
  /** What the fake was asked, without looks at the list of models. */
  calls(): RecordedRequest[];
}

/** To be called within a `describe`: each case gets a fake of its own. */
export function answerWorld(driver: Driver): AnswerWorld {
  let fake: FakeGemini;
  const clients: Client[] = [];
  beforeEach(async () => {
    fake = await startFakeGemini();
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await fake.close();
  });
  return {
    driver,
    fake: {
      script: (...behaviour) => fake.script(...behaviour),
      reset: () => fake.reset(),
      waitFor: (...request) => fake.waitFor(...request),
    },
    async open(settings = {}, only = keys) {
      const client = await driver.open(fake, { keys: only, settings: { maxRequestsPerMinute: 0, ...settings } });
      clients.push(client);
      return client;
    },
    calls: () => fake.requests.filter(({ method }) => method !== 'models.list'),
  };
}
