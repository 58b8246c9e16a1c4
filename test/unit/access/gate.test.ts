/** Every route that the router has, asked by a stranger: nobody reads what it sends. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import type { Caller } from '../../../src/core/ports.ts';
import type { Route } from '../../../src/core/router.ts';
import { createFakeSites } from '../../support/fake-sites.ts';
import { openHajimi, type TestHajimi } from '../../support/hajimi.ts';

const made: { app?: App; routes?: readonly Route[] } = {};
vi.mock(import('../../../src/core/app.ts'), async (original) => {
  const { createApp } = await original();
  return {
    createApp: (deps) => {
      const app = createApp(deps);
      Object.assign(made, { app, routes: deps.routes });
      return app;
    },
  };
});

const audienceOf = (path: string) => made.app?.audienceOf(path);

const stranger: Caller = { id: '10.0.0.7', trust: 'network' };
const page: Caller = { id: 'https://chat.example', trust: 'site' };
const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'QUERY'];
/** Who asks for one of them learns that the relay is there, or that KoboldAI is not. */
const open = ['/health', '/ready'];

let hajimi: TestHajimi;
beforeAll(async () => {
  hajimi = openHajimi({ sites: createFakeSites(), env: { recordBodies: true } });
  await hajimi.ready;
});
afterAll(() => hajimi.close());

/** The paths of all routes, with something in the place of what varies. */
const paths = (): string[] => [
  ...new Set(
    (made.routes ?? [])
      .map(({ path }) => path)
      .map((path) => path.replace(/(?:\*\*)?:\w+|\*\*/g, 'x'))
      .concat('/gemini/v1beta/models/gemini-2.5-flash:generateContent', '/upload/v1beta/files', '/ws/x', '/nowhere'),
  ),
];

async function ask(method: string, path: string, caller: Caller, headers: Readonly<Record<string, string>> = {}) {
  let pulls = 0;
  const megabyte = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulls += 1;
        if (pulls > 16) controller.close();
        else controller.enqueue(new Uint8Array(64 * 1024));
      },
    },
    { highWaterMark: 0 },
  );
  const sent = method === 'GET' || method === 'HEAD' ? {} : { body: megabyte, duplex: 'half' };
  const response = await hajimi.fetch(
    new Request(`http://127.0.0.1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...sent,
    }),
    caller,
  );
  await response.text();
  return { status: response.status, pulls };
}

describe('without a password', () => {
  test('there are routes to walk', () => {
    expect(paths()).toEqual(expect.arrayContaining(['/api/vector/insert', '/api/keys/reveal', '/v1/chat/completions']));
    expect(paths().length).toBeGreaterThan(50);
  });

  test.each(methods)('%s is refused everywhere, and its body is not read', async (method) => {
    for (const path of paths()) {
      const { status, pulls } = await ask(method, path, stranger);
      const isOpen = open.includes(path) && ['GET', 'HEAD'].includes(method);
      const isPreflight = method === 'OPTIONS' && ['open', 'client', undefined].includes(audienceOf(path));
      const allowed = isOpen ? [200] : isPreflight ? [204] : [401, 404];
      expect([method, path, allowed, allowed.includes(status), pulls]).toEqual([method, path, allowed, true, 0]);
    }
  });

  test('a wrong one opens nothing either', async () => {
    for (const path of paths()) {
      const { status, pulls } = await ask('POST', path, stranger, { authorization: 'Bearer wrong' });
      expect([path, [401, 404].includes(status), pulls]).toEqual([path, true, 0]);
    }
  });
});

describe('a page of an allowed site', () => {
  test('finds nothing where the owner is at home, and nobody reads what it sends', async () => {
    const owners = paths().filter((path) => audienceOf(path) === 'owner');
    expect(owners).toEqual(expect.arrayContaining(['/metrics', '/api/keys/reveal', '/api/backup/restore']));
    for (const path of owners) expect([path, await ask('POST', path, page)]).toEqual([path, { status: 404, pulls: 0 }]);
  });
});

describe('what stands in no row of the table', () => {
  test('is refused to everybody', async () => {
    const known = { authorization: 'Bearer test-password' };
    expect((await ask('POST', '/forgotten', stranger)).status).toBe(401);
    expect((await ask('POST', '/forgotten', stranger, known)).status).toBe(404);
    for (const trust of ['site', 'owner'] as const) {
      expect((await ask('POST', '/forgotten', { id: 'x', trust })).status).toBe(404);
    }
  });

  test('is for nobody', () => {
    expect(['/forgotten', '/', '/apix', '/healthy', '/API/keys'].map(audienceOf)).toEqual(Array(5).fill(undefined));
  });
});

describe('who may', () => {
  test('is decided by the path that the router takes', async () => {
    for (const path of ['//api//keys', '/api/keys/', '/v1/../api/keys', '/api/./keys']) {
      expect([path, (await ask('GET', path, page)).status]).toEqual([path, 404]);
      expect([path, (await ask('GET', path, stranger, { authorization: 'Bearer test-password' })).status]).toEqual([
        path,
        401,
      ]);
    }
  });

  test('use the vectors: the clients, with their own password and under their limits', async () => {
    const vector = async (password: string) =>
      (await ask('POST', '/api/vector/query', stranger, { authorization: `Bearer ${password}` })).status;
    // 400: read, and found to be no JSON.
    expect([await vector('test-password'), await vector('test-web-password')]).toEqual([400, 401]);
  });

  test('try the model API as the owner reaches that and nothing else', async () => {
    const owner: Caller = { id: 'hajimi', trust: 'owner' };
    expect((await ask('GET', '/api/try/v1/models', owner)).status).not.toBe(404);
    for (const path of ['/api/try/api/keys', '/api/try//api/keys', '/api/try/metrics', '/api/try/api/try/v1/models']) {
      expect([path, (await ask('GET', path, owner)).status]).toEqual([path, 404]);
    }
  });
});

describe('the log', () => {
  test('has refused requests with their reason and without what they sent', async () => {
    await ask('POST', '/v1/chat/completions', stranger, { authorization: 'Bearer wrong' });
    await ask('POST', '/api/vector/insert', stranger);
    const owner: Caller = { id: 'hajimi', trust: 'owner' };
    const get = async (path: string) =>
      (await hajimi.fetch(new Request(`http://127.0.0.1/api/log${path}`), owner)).json();
    const [vector, chat] = await get('');
    expect(vector).toMatchObject({ path: '/api/vector/insert', status: 401, errorCode: 'invalid_api_key' });
    expect(chat).toMatchObject({ path: '/v1/chat/completions', status: 401, client: '10.0.0.7' });
    const { bodies } = await get(`/${chat.id}`);
    expect(Object.keys(bodies)).toEqual(['answer']);
  });
});
