/** The config page, its API and the metrics answer no page of another origin, whatever ALLOWED_ORIGINS says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOwners } from '../../../../src/relay/http/owners-paths.ts';
import { type RelayProcess, startRelayProcess } from '../../../support/relay.ts';

const ALLOWED = 'https://friend.test';
let relay: RelayProcess;
beforeAll(async () => {
  relay = await startRelayProcess({ ALLOWED_ORIGINS: `${ALLOWED},*` });
}, 60_000);
afterAll(() => relay.stop());

const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
  fetch(relay.url + path, { method, headers: { authorization: 'Bearer 123', ...headers } });
const cors = ({ status, headers }: Response) => [status, headers.get('access-control-allow-origin')];

describe.each(['/api/keys', '/api', '//api/keys', '/api/keys/', '/metrics', '/api/nothing'])('%s', (path) => {
  it.each([ALLOWED, 'https://evil.test', 'null'])('is refused to %s, with the right password too', async (origin) => {
    const response = await ask(path, { origin, 'accept-language': 'zh' });
    expect(cors(response)).toEqual([403, null]);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('配置页面') } });
  });

  it('has no preflight', async () => {
    const asked = { origin: ALLOWED, 'access-control-request-method': 'POST' };
    expect(cors(await ask(path, asked, 'OPTIONS'))).toEqual([403, null]);
  });
});

it('answers the page itself, and who is no browser', async () => {
  expect((await ask('/api/keys', { origin: relay.url })).status).toBe(200);
  expect((await ask('/api/keys', { origin: 'https://pool.test', 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  expect((await ask('/metrics', {})).status).toBe(200);
});

it.each(['/v1/models', '/api/vector/nothing', '/api/v1/model'])('%s is the clients’', async (path) => {
  expect((await ask(path, { origin: ALLOWED })).headers.get('access-control-allow-origin')).toBe(ALLOWED);
});

it('every file of the page is the owner’s, whatever is to be done with it', () => {
  const isOwnersAt = (path: string) => isOwners(path, path === '/assets/main.js');
  expect(['/assets/main.js', '/assets/other.js', '/models'].map(isOwnersAt)).toEqual([true, false, false]);
});
