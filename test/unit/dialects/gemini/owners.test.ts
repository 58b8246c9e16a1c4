/** What a site or client made at Google is its own; the person whose Hajimi it is sees all. */
// covers: src/core/access/resource-owners.ts, src/core/dialects/gemini
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEPT_BODY } from '../../../../src/core/dialects/gemini/pass/outgoing-body.ts';
import type { Caller } from '../../../../src/core/ports.ts';
import { createMemoryStore } from '../../../../src/core/store/memory.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';
import { wallClock } from '../../../support/wall-clock.ts';

const keys = ['AIzaSyOWNERS_ONE_012345', 'AIzaSyOWNERS_TWO_012345', 'AIzaSyOWNERS_THREE_0123'];
const generate = '/v1beta/models/gemini-2.5-flash:generateContent';
const origin = 'http://127.0.0.1:7860';
const owner: Caller = { id: 'hajimi', trust: 'owner' };
const password: Caller = { id: '192.0.2.1', trust: 'network' };
const pairs: ReadonlyArray<readonly [name: string, alice: Caller, bob: Caller]> = [
  [
    'clients of the relay',
    { id: 'alice', trust: 'network', named: true },
    { id: 'bob', trust: 'network', named: true },
  ],
  ['pages', { id: 'https://alice.example', trust: 'site' }, { id: 'http://localhost:9811', trust: 'site' }],
  ['who shares the password, and a client', password, { id: 'bob', trust: 'network', named: true }],
];

let fake: FakeGemini;
let hajimi: TestHajimi;
const store = () => createMemoryStore(wallClock);

beforeEach(async () => {
  fake = await startFakeGemini();
  hajimi = open();
});
afterEach(async () => {
  await hajimi.close();
  await fake.close();
});

function open(kept = store(), keyTexts: readonly string[] = keys) {
  const env = { geminiBaseUrl: fake.url, fakeStreaming: false, cacheExpiryTime: 0, maxRequestsPerMinute: 0 };
  return openHajimi({ env, keyTexts }, { store: kept });
}

async function ask(caller: Caller, path: string, init: RequestInit = {}) {
  const headers = { 'content-type': 'application/json', 'x-goog-api-key': 'test-password', ...init.headers };
  const request = new Request(path.startsWith('http') ? path : origin + path, { ...init, headers });
  const response = await hajimi.fetch(request, caller);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text === '' ? {} : JSON.parse(text) };
}

const post = (value: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(value) });

async function upload(caller: Caller): Promise<string> {
  const start = { ...post({ file: {} }), headers: { 'x-goog-upload-command': 'start' } };
  const { headers } = await ask(caller, '/upload/v1beta/files', start);
  const url = headers.get('x-goog-upload-url') ?? '';
  // As in Google's examples: without a password, so that nobody but the address tells who it is.
  const finish = { method: 'POST', body: 'bytes', headers: { 'x-goog-upload-command': 'upload, finalize' } };
  return (await ask(password, url, finish)).json.file.name;
}

const cache = async (caller: Caller): Promise<string> =>
  (await ask(caller, '/v1beta/cachedContents', post({ model: 'models/gemini-2.5-flash' }))).json.name;
const batch = async (caller: Caller): Promise<string> =>
  (await ask(caller, '/v1beta/models/gemini-2.5-flash:batchGenerateContent', post({ batch: {} }))).json.name;
const interaction = async (caller: Caller): Promise<string> =>
  `interactions/${(await ask(caller, '/v1beta/interactions', post({ model: 'gemini-2.5-flash', input: 'ping' }))).json.id}`;
const operation = async (caller: Caller): Promise<string> =>
  (await ask(caller, '/v1beta/models/gemini-2.5-flash:predictLongRunning', post({ instances: [] }))).json.name;
const fileSearchStore = async (caller: Caller): Promise<string> =>
  (await ask(caller, '/v1beta/fileSearchStores', post({ displayName: 'a' }))).json.name;

const kinds: ReadonlyArray<readonly [kind: string, make: (caller: Caller) => Promise<string>]> = [
  ['file', upload],
  ['cache', cache],
  ['batch', batch],
  ['interaction', interaction],
  ['operation', operation],
  ['store', fileSearchStore],
];

/** As Google writes it for what is not there, which is told of either. */
const missing = (name: string, other: string, text: string) => text.replaceAll(name, '*').replaceAll(other, '*');

describe.each(pairs)('of %s', (_, alice, bob) => {
  test.each(kinds)('a %s is got and deleted by whom made it only', async (_kind, make) => {
    const name = await make(alice);
    const before = fake.requests.length;
    for (const method of ['GET', 'DELETE', 'PATCH']) {
      for (const path of [`/v1beta/${name}`, `/gemini/v1alpha//${name}/`, `/v1beta/openai/${name}`]) {
        const refused = await ask(bob, path, { method, ...(method === 'PATCH' && { body: '{}' }) });
        expect([method, path, refused.status]).toEqual([
          method,
          path,
          expect.toSatisfy((is) => [403, 404].includes(is)),
        ]);
      }
    }
    for (const path of [`/v1beta/${name}:cancel`, `/v1beta/${name}/cancel`, `/v1beta/${name}:whatever`]) {
      expect((await ask(bob, path, post({}))).status).toBeGreaterThan(400);
    }
    expect(fake.requests.length).toBe(before);
    expect((await ask(alice, `/v1beta/${name}`)).status).toBe(200);
    expect((await ask(owner, `/v1beta/${name}`)).status).toBe(200);
    expect((await ask(alice, `/v1beta/${name}`, { method: 'DELETE' })).status).toBe(200);
  });

  test('what is another’s is answered like what is not there', async () => {
    const name = await upload(alice);
    const other = 'files/nobodys-1';
    const [hers, nobodys] = [await ask(bob, `/v1beta/${name}`), await ask(bob, `/v1beta/${other}`)];
    expect(hers.status).toBe(nobodys.status);
    const [id, otherId] = [name.slice(6), other.slice(6)];
    expect(missing(id, otherId, hers.text)).toBe(missing(id, otherId, nobodys.text));
  });

  test.each([
    ['files', 'files', upload],
    ['cachedContents', 'cachedContents', cache],
    ['batches', 'operations', batch],
    ['fileSearchStores', 'fileSearchStores', fileSearchStore],
  ] as const)('a list of %s has one’s own', async (collection, field, make) => {
    const names = { alice: [] as string[], bob: [] as string[] };
    for (let i = 0; i < 4; i++) {
      names.alice.push(await make(alice));
      names.bob.push(await make(bob));
    }
    const listed = async (caller: Caller, size: number) => {
      const found: string[] = [];
      let token = '';
      do {
        const query = new URLSearchParams({ pageSize: `${size}`, ...(token && { pageToken: token }) });
        const { json } = await ask(caller, `/v1beta/${collection}?${query}`);
        expect(json[field].length).toBeLessThanOrEqual(size);
        found.push(...json[field].map(({ name }: { readonly name: string }) => name));
        token = json.nextPageToken ?? '';
      } while (token !== '');
      return found.sort();
    };
    for (const size of [1, 2, 50]) {
      expect(await listed(alice, size)).toEqual(names.alice.sort());
      expect(await listed(bob, size)).toEqual(names.bob.sort());
      expect(await listed(owner, size)).toEqual([...names.alice, ...names.bob].sort());
    }
  });

  test('what is used in a request is one’s own, in every spelling', async () => {
    const [file, cached, talk] = [await upload(alice), await cache(alice), await interaction(alice)];
    const id = talk.slice('interactions/'.length);
    const contents = (part: string) => `{"contents":[{"parts":[${part}]}]}`;
    const escaped = String.raw`{"fileD\u0061ta":{"file\u0055ri":"https:\/\/host\/v1beta\/${file.replace('/', String.raw`\/`)}"}}`;
    const uses: ReadonlyArray<readonly [path: string, body: string]> = [
      [generate, contents(`{"fileData":{"fileUri":"https://host/v1beta/${file}"}}`)],
      [generate, contents(`{"file_data":{"file_uri":"${file}"}}`)],
      [generate, contents(escaped)],
      [generate, contents(`{"fileData":{"fileUri":"files/mine","fileUri":"${file}"}}`)],
      [generate, contents(`{"fileData":{"fileUri":"${file}","fileUri":"files/mine"}}`)],
      [generate, `{"contents":[{"parts":[{"text":"x"}]}],"cachedContent":"${cached}"}`],
      [generate, `{"contents":[{"parts":[{"text":"x"}]}],"cached_content":"${cached}"}`],
      [`${generate}?cachedContent=${cached}`, '{"contents":[]}'],
      ['/v1beta/interactions', `{"model":"gemini-2.5-flash","previous_interaction_id":"${id}"}`],
      ['/v1beta/interactions', `{"model":"gemini-2.5-flash","previousInteractionId":"${id}"}`],
      [
        '/v1beta/interactions',
        `{"model":"gemini-2.5-flash","input":[{"type":"document","uri":"https://host/v1beta/${file}"}]}`,
      ],
      ['/v1beta/models/gemini-2.5-flash:batchGenerateContent', `{"batch":{"inputConfig":{"fileName":"${file}"}}}`],
      ['/v1beta/openai/batches', `{"input_file_id":"${file}"}`],
      [
        '/v1/chat/completions',
        `{"model":"gemini-2.5-flash","messages":[{"role":"user","content":"x"}],"extra_body":{"google":{"cached_content":"${cached}"}}}`,
      ],
    ];
    const before = fake.requests.length;
    for (const [path, body] of uses) {
      expect([body, (await ask(bob, path, { method: 'POST', body })).status]).toEqual([
        body,
        expect.toSatisfy((status) => [403, 404].includes(status)),
      ]);
    }
    expect(fake.requests.slice(before).filter(({ method }) => method !== 'models.list')).toEqual([]);
    for (const [path, body] of [uses[1], uses[6], uses[8], uses[11]].filter((use) => use !== undefined)) {
      expect([body, (await ask(alice, path, { method: 'POST', body })).status]).toEqual([body, 200]);
    }
  });

  test('a large body that names another’s file at its end is cut off before', async () => {
    const file = await upload(alice);
    const before = fake.requests.length;
    const long = 'A'.repeat(KEPT_BODY + 100);
    const body = `{"contents":[{"parts":[{"text":"${long}"},{"fileData":{"fileUri":"${file}"}}]}]}`;
    expect((await ask(bob, generate, { method: 'POST', body })).status).toBe(403);
    expect(fake.requests.slice(before).filter((request) => typeof request.body === 'object')).toEqual([]);
  });

  test('what comes out of a batch belongs to who began it', async () => {
    const name = await batch(alice);
    const { json } = await ask(alice, `/v1beta/${name}`);
    const output: string = json.metadata.output.responsesFile;
    expect((await ask(bob, `/v1beta/${output}:download?alt=media`)).status).toBe(403);
    expect(fake.requests.at(-1)?.path).not.toContain(output);
  });

  test('a store stays whose it is when a document of it is deleted', async () => {
    const name = await fileSearchStore(alice);
    fake.script({ when: ({ path }) => path.endsWith('/documents/d') }, { raw: ['{}'] });
    expect((await ask(alice, `/v1beta/${name}/documents/d?force=true`, { method: 'DELETE' })).status).toBe(200);
    expect((await ask(bob, `/v1beta/${name}`)).status).toBe(403);
    expect((await ask(alice, `/v1beta/${name}?force=true`, { method: 'DELETE' })).status).toBe(200);
  });

  test('what nobody is known to have made stays usable; a site or client does not delete it', async () => {
    const kept = store();
    await hajimi.close();
    hajimi = open(kept);
    const name = await upload(alice);
    await hajimi.close();
    // As the build before left it: the key is known, and nobody who made it.
    await kept.commit([{ id: 'forget', op: 'delete', in: 'resourceOwners', key: name }], 'strict');
    hajimi = open(kept);
    for (const caller of [alice, bob, owner]) {
      expect((await ask(caller, `/v1beta/${name}`)).status).toBe(200);
      expect((await ask(caller, '/v1beta/files')).json.files).toHaveLength(1);
      expect(
        (await ask(caller, generate, post({ contents: [{ parts: [{ fileData: { fileUri: name } }] }] }))).status,
      ).toBe(200);
    }
    expect((await ask(bob, `/v1beta/${name}`, { method: 'DELETE' })).status).toBe(403);
    expect((await ask(owner, `/v1beta/${name}`, { method: 'DELETE' })).status).toBe(200);
  });

  test('it is known after a restart', async () => {
    const kept = store();
    await hajimi.close();
    hajimi = open(kept);
    const name = await upload(alice);
    await hajimi.close();
    hajimi = open(kept);
    expect((await ask(bob, `/v1beta/${name}`)).status).toBe(403);
    expect((await ask(bob, '/v1beta/files')).json.files).toEqual([]);
    expect((await ask(alice, '/v1beta/files')).json.files).toHaveLength(1);
  });

  test('a tuned model is used by all and managed by whom made it', async () => {
    const made = await ask(alice, '/v1beta/tunedModels', post({ baseModel: 'models/gemini-2.5-flash' }));
    const name: string = made.json.name;
    expect((await ask(bob, `/v1beta/${name}`)).status).toBe(200);
    expect((await ask(bob, '/v1beta/tunedModels')).json.tunedModels).toEqual([]);
    expect((await ask(bob, `/v1beta/${name}`, { method: 'PATCH', body: '{}' })).status).toBe(403);
    expect((await ask(bob, `/v1beta/${name}/permissions`, post({}))).status).toBe(403);
    expect((await ask(bob, `/v1beta/${name}`, { method: 'DELETE' })).status).toBe(403);
    expect((await ask(owner, `/v1beta/${name}`, { method: 'DELETE' })).status).toBe(200);
  });
});

test('a list of one key in OpenAI’s form has one’s own, too', async () => {
  await hajimi.close();
  hajimi = open(store(), keys.slice(0, 1));
  const [, alice, bob] = pairs[0] ?? [];
  if (alice === undefined || bob === undefined) throw new Error('no pair');
  const names = [await upload(alice), await upload(bob)];
  const listed = async (caller: Caller) =>
    (await ask(caller, '/v1beta/openai/files')).json.data.map(({ id }: { readonly id: string }) => id);
  expect(await listed(alice)).toEqual([names[0]]);
  expect(await listed(bob)).toEqual([names[1]]);
  expect(await listed(owner)).toEqual(names);
});

test('a page of a list may be empty and still lead on', async () => {
  await hajimi.close();
  hajimi = open(store(), keys.slice(0, 1));
  const [, alice, bob] = pairs[1] ?? [];
  if (alice === undefined || bob === undefined) throw new Error('no pair');
  for (let i = 0; i < 15; i++) await cache(alice);
  const own = await cache(bob);
  const first = await ask(bob, '/v1beta/cachedContents?pageSize=1');
  expect(first.json).toEqual({ cachedContents: [], nextPageToken: expect.any(String) });
  const second = await ask(
    bob,
    `/v1beta/cachedContents?${new URLSearchParams({ pageSize: '1', pageToken: first.json.nextPageToken })}`,
  );
  expect(second.json.cachedContents).toMatchObject([{ name: own }]);
});
