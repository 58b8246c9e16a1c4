import { afterEach, expect, it } from 'vitest';
import { ProxyError } from '../../../../src/core/errors.ts';
import { jsonReply, type Reply } from '../../../../src/core/exchange.ts';
import type { LogEvent } from '../../../../src/core/ports.ts';
import { fromPulls } from '../../../../src/core/utils/streams/source.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import { type RelayApp, type RelayServer, startServer } from '../../../../src/relay/http/server.ts';

let server: RelayServer | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
});

/** A server around an app that answers like this. */
async function opened(answer: RelayApp['answer'], app?: Promise<RelayApp>) {
  const log: LogEvent[] = [];
  const refuse: RelayApp['refuse'] = (error) => jsonReply({ told: error.code }, {}, error.status);
  server = await startServer(readConfig({ PORT: '0', ENABLE_STORAGE: 'false' }), {
    app: app ?? Promise.resolve({ answer, refuse }),
    page: { has: () => false, respond: () => undefined },
    upgrade: (_, socket) => socket.destroy(),
    callerOf: () => ({ id: 'test', trust: 'network' }),
    log: { write: (event) => void log.push(event) },
    ids: () => '0123456789abcdef',
  });
  return { url: `http://127.0.0.1:${server.port}`, log };
}

const never = new Promise<RelayApp>(() => undefined);
const unasked = async (): Promise<Reply> => {
  throw new Error('nobody asks');
};
const stranger = { headers: { origin: 'https://stranger.test' } };

it('what fails unexpectedly is told with an id, under which it stands in the log', async () => {
  const fault = new Error('a fault of ours');
  const { url, log } = await opened(async () => {
    throw fault;
  });
  const response = await fetch(`${url}/v1/models`);
  expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('(id 01234567)')]);
  expect(log).toEqual([{ level: 'error', event: 'internal-error', id: '01234567', error: fault }]);
});

it('an answer that breaks tears its connection, and the log says why', async () => {
  const fault = new Error('broken');
  const pieces = ['said'];
  const body = fromPulls(
    async () => {
      const piece = pieces.shift();
      if (piece === undefined) throw fault;
      return piece;
    },
    () => undefined,
  );
  const { url, log } = await opened(async () => ({ status: 200, headers: {}, body }));
  await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
  await expect.poll(() => log).toEqual([{ level: 'warn', event: 'answer-broken', error: fault }]);
});

it('an answer that cannot be written at all is given up, and what makes it is let go of', async () => {
  let left: unknown;
  const body = fromPulls(
    async () => 'never read',
    (reason) => {
      left = reason;
    },
  );
  const { url, log } = await opened(async () => ({ status: 200, headers: { 'x-name': '你好' }, body }));
  await expect(fetch(url)).rejects.toThrow();
  expect(log).toMatchObject([{ event: 'answer-broken', error: { code: 'ERR_INVALID_CHAR' } }]);
  expect(left).toMatchObject({ code: 'ERR_INVALID_CHAR' });
});

it('what broke on purpose is in no log', async () => {
  const failed = () => Promise.reject(new ProxyError('upstream_error', { reason: 'in its middle' }));
  const body = fromPulls<string>(failed, () => undefined);
  const { url, log } = await opened(async () => ({ status: 200, headers: {}, body }));
  await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
  expect(log).toEqual([]);
});

it('the app tells whom the server refuses, once it is there', async () => {
  const { url } = await opened(unasked);
  const response = await fetch(url, stranger);
  expect([response.status, await response.json()]).toEqual([403, { told: 'forbidden' }]);
});

it.each([
  ['/v1/models', { error: { type: 'permission_error', code: 'forbidden' } }],
  ['/v1beta/models', { error: { status: 'PERMISSION_DENIED' } }],
])('before that the path %s alone says how', async (path, told) => {
  const { url } = await opened(unasked, never);
  const response = await fetch(url + path, stranger);
  expect([response.status, await response.json()]).toMatchObject([403, told]);
});
