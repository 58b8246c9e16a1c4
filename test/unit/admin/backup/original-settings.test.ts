import { describe, expect, test } from 'vitest';
import { readOriginalSettings } from '../../../../src/core/admin/backup/original-settings.ts';
import { openHajimi } from '../../../support/hajimi.ts';

const key = (name: string) => `AIzaSy${name.padEnd(33, '_')}`;
const account = JSON.stringify({ type: 'service_account', client_email: 'a@b.test', private_key: 'none' });
/** As the original writes it: everything that it reads from its environment, search apart, and what it found out. */
const file = {
  API_KEY_DAILY_LIMIT: 100,
  CONCURRENT_REQUESTS: 2,
  FAKE_STREAMING: false,
  FAKE_STREAMING_CHUNK_SIZE: 10,
  GEMINI_API_KEYS: `${key('One')},${key('Two')}`,
  GOOGLE_CREDENTIALS_JSON: account,
  INVALID_API_KEYS: key('Bad'),
  MAX_RETRY_NUM: 3,
  NONSTREAM_KEEPALIVE_INTERVAL: 7.5,
  PRECISE_CACHE: false,
  RANDOM_STRING: true,
  UPSTREAM_TIMEOUT: 'soon',
  VERTEX_EXPRESS_API_KEY: 'AQ.ExpressKey0123456789abcdef',
  api_call_stats: { calls: [] },
  search: { search_mode: true, search_prompt: '（联网）' },
};

describe('readOriginalSettings', () => {
  test('takes the settings that it knows and that are another than the default', () => {
    expect(readOriginalSettings(file, 1)?.settings).toEqual({
      concurrentRequests: 2,
      fakeStreaming: false,
      maxRetryNum: 3,
      nonstreamKeepaliveInterval: 7.5,
      preciseCache: false,
      randomString: 'on',
      searchMode: true,
      searchPrompt: '（联网）',
    });
  });

  test('takes keys of every kind, and says which the original held for invalid', () => {
    const keys = readOriginalSettings(file, 1000)?.keys ?? [];
    expect(keys.map(({ kind, secret, note, addedAt }) => [kind, secret, note, addedAt])).toEqual([
      ['vertex-express', file.VERTEX_EXPRESS_API_KEY, '', 1000],
      ['service-account', account, '', 1001],
      ['ai-studio', key('One'), '', 1002],
      ['ai-studio', key('Two'), '', 1003],
      ['ai-studio', key('Bad'), 'INVALID_API_KEYS', 1004],
    ]);
  });

  test.each([null, 'text', {}, [], { kind: 'hajimi-backup', GEMINI_API_KEYS: '' }])(
    '%j is none of its files',
    (other) => {
      expect(readOriginalSettings(other, 1)).toBeUndefined();
    },
  );
});

test('the API restores it, and leaves alone what it does not name', async () => {
  const hajimi = openHajimi({ keyTexts: [key('One')] });
  const api = async (method: string, path: string, body?: object) => {
    const request = new Request(`https://hajimi.invalid/api${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return (await hajimi.fetch(request, { id: 'hajimi', trust: 'owner' })).json();
  };
  const [{ id }] = await api('GET', '/keys');
  await api('PATCH', `/keys/${id}`, { label: 'mine' });
  await api('PUT', '/settings/rotation', { value: 'sticky' });
  await api('PUT', '/settings/maxRetryNum', { value: 9 });

  expect(await api('POST', '/backup/plan', { file })).toMatchObject({ keysAdded: 4, keysChanged: 0, keysSame: 1 });
  await api('POST', '/backup/restore', { file });
  const keys = (await api('GET', '/keys')) as ReadonlyArray<{ label: string }>;
  expect([keys.length, keys.map(({ label }) => label)]).toEqual([5, expect.arrayContaining(['mine'])]);
  const settings = new Map(
    ((await api('GET', '/settings')) as ReadonlyArray<{ name: string; value: unknown }>).map((one) => [
      one.name,
      one.value,
    ]),
  );
  expect([settings.get('rotation'), settings.get('maxRetryNum')]).toEqual(['sticky', 3]);
  await hajimi.close();
});
