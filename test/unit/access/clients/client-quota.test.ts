import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../../src/contract/settings/table.ts';
import { createAllowances, settingsFor } from '../../../../src/core/access/clients/client-quota.ts';
import type { Caller, Change } from '../../../../src/core/ports.ts';
import { createMemoryStore } from '../../../../src/core/store/memory.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';
import { wallClock } from '../../../support/wall-clock.ts';

const site = 'https://chat.example';

describe('settingsFor', () => {
  test('is the very settings for whom nothing was set', () => {
    expect(settingsFor(site, defaultSettings, {})).toBe(defaultSettings);
  });

  test('puts the own limit of the day in the place of everybody’s', () => {
    expect(settingsFor(site, defaultSettings, { requestsPerDay: 3 }).maxRequestsPerDayPerIp).toBe(3);
  });
});

describe('a caller with an allowance', () => {
  let fake: FakeGemini;
  let hajimi: TestHajimi;
  beforeEach(async () => {
    fake = await startFakeGemini();
  });
  afterEach(async () => {
    await hajimi.close();
    await fake.close();
  });

  /** The core over a store in which the site has this allowance. */
  const open = async (allowance: object) => {
    const store = createMemoryStore(wallClock);
    const change: Change = { id: 'one', op: 'put', in: 'allowances', key: site, value: allowance };
    await store.commit([change], 'strict');
    hajimi = openHajimi({ env: { geminiBaseUrl: fake.url }, keyTexts: ['AIzaSyALLOWANCE_ONE'] }, { store });
  };
  const ask = async (path: string, body?: object, id = site, trust: Caller['trust'] = 'site') => {
    const init = body && { method: 'POST', body: JSON.stringify(body) };
    const headers = { authorization: 'Bearer test-password' };
    const request = new Request(`https://hajimi.invalid${path}`, { ...init, headers });
    const response = await hajimi.fetch(request, { id, trust });
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  };
  const chat = (model = 'gemini-2.5-flash') => ({ model, messages: [{ role: 'user', content: `to ${model}` }] });
  const native = { contents: [{ role: 'user', parts: [{ text: 'x' }] }] };

  test('may ask so often in a day, and is told by its name when it was enough; others go on', async () => {
    await open({ requestsPerDay: 2 });
    const first = await ask('/v1/chat/completions', chat());
    expect([first.status, first.headers.get('x-ratelimit-remaining-requests-day')]).toEqual([200, '1']);
    expect((await ask('/gemini/v1beta/models/gemini-2.5-flash:generateContent', native)).status).toBe(200);

    const refused = await ask('/v1/chat/completions', chat());
    expect([refused.status, refused.body.error.code]).toEqual([429, 'rate_limit_exceeded']);
    expect(refused.body.error.message).toContain(`${site} has used its 2 requests of 24 hours`);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(23 * 3600);
    const inGoogles = await ask('/gemini/v1beta/models/gemini-2.5-flash:generateContent', native);
    expect([inGoogles.status, inGoogles.body.error.status]).toEqual([429, 'RESOURCE_EXHAUSTED']);
    expect(inGoogles.body.error.message).toContain(site);

    expect((await ask('/v1/models')).status).toBe(200);
    expect((await ask('/v1/chat/completions', chat(), 'https://other.example')).status).toBe(200);
  });

  test('uses and is shown its models only, in both dialects; others all', async () => {
    await open({ models: ['*-flash', 'gpt-4o'] });
    const listed = (await ask('/v1/models')).body.data.map(({ id }: { id: string }) => id);
    expect(listed).toContain('gemini-2.5-flash');
    expect(listed).not.toContain('gemini-2.5-pro');
    expect(JSON.stringify((await ask('/gemini/v1beta/models')).body)).not.toContain('gemini-2.5-pro');

    expect((await ask('/v1/chat/completions', chat())).status).toBe(200);
    expect((await ask('/v1/chat/completions', chat('gpt-4o'))).status).toBe(200);
    const refused = await ask('/v1/chat/completions', chat('gemini-2.5-pro'));
    expect([refused.status, refused.body.error.code]).toEqual([404, 'model_not_found']);
    expect(refused.body.error.message).toContain(`does not allow it to ${site}`);
    const inGoogles = await ask('/gemini/v1beta/models/gemini-2.5-pro:generateContent', native);
    expect([inGoogles.status, inGoogles.body.error.status]).toEqual([404, 'NOT_FOUND']);
    expect((await ask('/gemini/v1beta/interactions', { model: 'gemini-2.5-pro', input: 'x' })).status).toBe(404);
    expect((await ask('/v1/models/gemini-2.5-pro')).status).toBe(404);

    expect((await ask('/v1/chat/completions', chat('gemini-2.5-pro'), 'https://other.example')).status).toBe(200);
  });

  test('of the relay is no other than a site', async () => {
    await open({ models: ['*-flash'] });
    expect((await ask('/v1/chat/completions', chat('gemini-2.5-pro'), site, 'network')).status).toBe(404);
  });
});

describe('createAllowances', () => {
  const setUp = () => {
    const written: unknown[] = [];
    const journal = {
      put: (...put: readonly unknown[]) => void written.push(put),
      delete: (...deleted: readonly unknown[]) => void written.push(deleted),
      flush: async (durability: string) => void written.push(durability),
    };
    return { written, allowances: createAllowances({ journal }, new Map([['a', { requestsPerDay: 1 }]])) };
  };

  test('keeps what a person sets, and nothing where that is nothing', async () => {
    const { written, allowances } = setUp();
    await allowances.set('b', { models: ['x'] });
    await allowances.set('a', { models: [] });
    expect(written).toEqual([['allowances', 'b', { models: ['x'] }], 'strict', ['allowances', 'a'], 'strict']);
    expect(['a', 'b', 'c'].map(allowances.of)).toEqual([{}, { models: ['x'] }, {}]);
  });

  test('follows what was stored elsewhere', () => {
    const { allowances } = setUp();
    allowances.follow([
      { id: '1', op: 'put', in: 'allowances', key: 'b', value: { requestsPerDay: 5 } },
      { id: '2', op: 'delete', in: 'allowances', key: 'a' },
      { id: '3', op: 'put', in: 'settings', key: 'b', value: 1 },
    ]);
    expect(['a', 'b'].map(allowances.of)).toEqual([{}, { requestsPerDay: 5 }]);
  });
});
