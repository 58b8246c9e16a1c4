/** What a new dialect needs: one folder, which is `echo.ts` here, and one line in the table of routes. */
// covers: src/core/dialects/serve.ts, src/core/dialects/dialect.ts, src/core/routes.ts
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ProxyError } from '../../../../src/core/errors.ts';
import { fromRequest } from '../../../../src/core/web.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';
import { echo } from './echo.ts';

const row = { method: 'POST', path: '/echo/:model', audience: 'client', isModelCall: true } as const;
vi.mock(import('../../../../src/core/routes.ts'), async (original) => {
  const { routeTable } = await original();
  return {
    routeTable: (deps) => [...routeTable(deps), { ...row, handle: deps.driver.serve(echo), errorBody: echo.error }],
  };
});

let fake: FakeGemini;
let hajimi: TestHajimi;
beforeAll(async () => {
  fake = await startFakeGemini();
  hajimi = openHajimi({
    keyTexts: ['AIzaSyECHO_ONE_01234567'],
    env: { geminiBaseUrl: fake.url, fakeStreaming: false },
  });
});
afterAll(async () => {
  await hajimi.close();
  await fake.close();
});

const ask = (body: object, password = 'test-password') =>
  hajimi.fetch(
    new Request('http://127.0.0.1/echo/gemini-2.5-flash', {
      method: 'POST',
      headers: { authorization: `Bearer ${password}` },
      body: JSON.stringify(body),
    }),
    { id: 'bob', trust: 'network' },
  );

test('it is answered whole, as a stream, and with errors in its own form', async () => {
  expect(await (await ask({ say: 'ping' })).json()).toEqual({ said: 'You said: ping' });
  const lines = (await (await ask({ say: 'a sentence over several pieces', stream: true })).text()).split('\n');
  expect(lines.slice(0, -2).join('')).toBe('You said: a sentence over several pieces');
  expect(lines.slice(-2)).toEqual(['over', '']);
  expect(await (await ask({})).json()).toEqual({ failed: 'invalid_value', at: 'say' });
});

test('what all dialects have it has as well: a password, the log, counting', async () => {
  expect(await (await ask({ say: 'ping' }, 'wrong')).json()).toEqual({ failed: 'invalid_api_key' });
  expect((await ask({ say: 'ping' })).headers.get('x-ratelimit-limit-requests')).not.toBeNull();
});

test('a shell tells of its own refusals in that form, too', async () => {
  const { refuse } = await hajimi.app;
  const asked = fromRequest(new Request('http://127.0.0.1/echo/x/', { method: 'POST' }), {
    id: 'bob',
    trust: 'network',
  });
  const { status, body } = refuse(new ProxyError('forbidden', { reason: 'so' }), asked);
  expect([status, body]).toEqual([403, JSON.stringify({ failed: 'forbidden' })]);
});
