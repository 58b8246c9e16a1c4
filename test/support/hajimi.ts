/** The core on memory ports, with the real network to a fake upstream. */
import { randomUUID } from 'node:crypto';
import { createHajimi, type Hajimi } from '../../src/core/create-hajimi.ts';
import { webBody } from '../../src/core/google/request-body.ts';
import type { Caller, LogEvent, Ports, Store } from '../../src/core/ports.ts';
import type { Shell } from '../../src/core/shell.ts';
import { createMemoryStore } from '../../src/core/store/memory.ts';
import { fromRequest, toResponse } from '../../src/core/web.ts';
import { wallClock } from './wall-clock.ts';

export interface TestHajimi extends Hajimi {
  /** The same in the web's words. */
  fetch(request: Request, caller: Caller): Promise<Response>;
  readonly log: readonly LogEvent[];
  readonly store: Store;
}

export function openHajimi(shell: Partial<Shell> = {}, ports: Partial<Ports> = {}): TestHajimi {
  const log: LogEvent[] = [];
  const store = ports.store ?? createMemoryStore(wallClock);
  const hajimi = createHajimi(
    {
      fetch: (url, { body, ending, ...init }) =>
        fetch(url, {
          ...init,
          body: webBody(body),
          ...(ending && { signal: ending.signal }),
          ...(body instanceof ReadableStream && { duplex: 'half' }),
        }),
      clock: wallClock,
      store,
      log: { write: (event) => void log.push(event) },
      ids: () => randomUUID().replaceAll('-', ''),
      random: Math.random,
      ...ports,
    },
    {
      kind: 'relay',
      version: '0.0.0-test',
      endpoint: 'http://127.0.0.1/v1',
      password: 'test-password',
      webPassword: 'test-web-password',
      env: {},
      keyTexts: [],
      whereToAddKeys: { en: 'in the test', zh: '在测试中' },
      fetchMedia: (url, init) => fetch(url, init),
      ...shell,
    },
  );
  return {
    ...hajimi,
    log,
    store,
    async fetch(request, caller) {
      return toResponse(await hajimi.answer(fromRequest(request, caller)), request.method);
    },
  };
}
