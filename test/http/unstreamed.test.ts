/** The app where requests are as in Firefox: they have no `body`, and take no stream for one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeGemini } from '../fake-gemini/server.ts';
import { describeAnswers } from './answer-cases.ts';
import { appDriver } from './app-driver.ts';
import { describeBodies } from './body-cases.ts';
import { describeHttp } from './cases.ts';
import { post } from './driver.ts';
import { describeRequests } from './request-cases.ts';

const { prototype } = Request;
const body = Object.getOwnPropertyDescriptor(prototype, 'body') ?? {};
const Native = Request;

class Unstreamed extends Native {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    // What is no body it knows is made a text, like any other object.
    super(input, init?.body instanceof ReadableStream ? { ...init, body: String(init.body) } : init);
  }
}

beforeAll(() => {
  Reflect.deleteProperty(prototype, 'body');
  Object.assign(globalThis, { Request: Unstreamed });
});
afterAll(() => {
  Object.defineProperty(prototype, 'body', body);
  Object.assign(globalThis, { Request: Native });
});

test('requests are as in Firefox', async () => {
  const asked = new Request('https://hajimi.invalid/', { method: 'POST', body: new Blob(['x']).stream() });
  expect(['body' in asked, await asked.text()]).toEqual([false, '[object ReadableStream]']);
});

const driver = { ...appDriver('site'), name: 'app.fetch without streamed requests' };
test('what the config page tries out is asked with its body', async () => {
  const fake = await startFakeGemini();
  const client = await driver.open(fake, { keys: ['AIzaSyUNSTREAMED'] });
  const chat = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'ping' }] };
  const answer = await client.api?.('/try/v1/chat/completions', post(chat));
  expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('ping') });
  await Promise.all([client.close(), fake.close()]);
});

describeHttp(driver);
describeBodies(driver);
describeRequests(driver);
describeAnswers(driver);
