/** A file of its own: undici makes one timer, at its first call, and keeps it. */
// covers: src/relay/ports/fetch.ts

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createUpstreamFetch } from '../../../../src/relay/ports/fetch.ts';
import { startRawServer } from '../../../support/raw-server.ts';
import { waitFor } from '../../../support/wait-for.ts';

const HOUR = 3_600_000;

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterAll(() => {
  vi.useRealTimers();
});

it('waits for the head, and for each piece of the body, for as long as it takes', async () => {
  const server = await startRawServer(() => undefined);
  const answer = createUpstreamFetch()(server.url, {});
  await waitFor(() => expect(server.requests).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(HOUR);
  server.connections[0]?.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nab');
  const pieces = (await answer).pieces?.();
  expect(await pieces?.next()).toEqual(Buffer.from('ab'));
  const waiting = pieces?.next();
  await vi.advanceTimersByTimeAsync(HOUR);
  server.connections[0]?.write('cd');
  expect(await waiting).toEqual(Buffer.from('cd'));
  await server.close();
});
