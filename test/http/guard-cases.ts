/** Which models and how many requests the owner allows, once for all drivers. */
import { describe, expect, test } from 'vitest';
import { chat, listed, native, setUpRequests } from './asking.ts';
import { type Answer, type Client, type Driver, json, post } from './driver.ts';

export function describeGuards(driver: Driver): void {
  describe(`what the owner allows, requests through ${driver.name}`, () => {
    const world = setUpRequests(driver);
    const { open, asked, lastAsked } = world;

    describe('models', () => {
      const blocked = { blockedModels: ['*-pro*', 'gemini-embedding-*', '*-image'] };
      const code = (answer: Answer) => [answer.status, json(answer).error.code ?? json(answer).error.status];

      test('BLOCKED_MODELS are hidden and refused in every dialect', async () => {
        const client = await open(blocked);
        const ids = await listed(client);
        expect(ids).toContain('gemini-2.5-flash');
        expect(ids.filter((id) => /-pro|embedding|-image$/.test(id))).toEqual([]);
        const refused = [
          await client.ask('/v1/models/gemini-2.5-pro'),
          await client.ask('/v1/chat/completions', post(chat({ model: 'gemini-2.5-pro' }))),
          await client.ask('/v1/chat/completions', post(chat({ model: 'models/gemini-2.5-pro-search' }))),
          await client.ask('/v1/embeddings', post({ model: 'gemini-embedding-001', input: 'x' })),
          await client.ask('/v1/images/generations', post({ model: 'gemini-2.5-flash-image', prompt: 'x' })),
        ];
        expect(refused.map(code)).toEqual(refused.map(() => [404, 'model_not_found']));
        const answer = await client.ask('/gemini/v1beta/models/gemini-2.5-pro:generateContent', post(native));
        expect([answer.status, json(answer).error.status]).toEqual([404, 'NOT_FOUND']);
        expect((await client.ask('/gemini/v1beta/models')).text).not.toContain('gemini-2.5-pro');
        expect(world.fake.requests.every(({ method }) => method === 'models.list')).toBe(true);
      });

      test('WHITELIST_MODELS are all there is; EXTRA_MODELS are listed besides', async () => {
        const client = await open({
          whitelistModels: ['gemini-2.5-flash', 'tuned-*'],
          extraModels: ['tuned-1', 'other'],
        });
        expect(await listed(client)).toEqual(['gemini-2.5-flash', 'tuned-1']);
        expect((await client.ask('/v1/chat/completions', post(chat()))).status).toBe(200);
        expect((await asked(client, { model: 'gemini-2.5-flash-search' })).model).toBe('gemini-2.5-flash');
        const other = await client.ask('/v1/chat/completions', post(chat({ model: 'gemini-2.5-flash-lite' })));
        expect(code(other)).toEqual([404, 'model_not_found']);
      });

      test('the list is fetched again when MODEL_LIST_LIFETIME is over, and not before', async () => {
        const fetched = () => world.fake.requests.filter(({ method }) => method === 'models.list').length;
        const patient = await open();
        for (let i = 0; i < 4; i++) await listed(patient);
        const before = fetched();
        expect(before).toBe(1);
        // At once: each list that is given has the next one fetched behind it.
        const eager = await open({ modelListLifetime: 0 });
        for (let i = 0; i < 2; i++) await listed(eager);
        await world.fake.waitFor(() => fetched() >= before + 2);
      });

      test('other names lead to models; the answer keeps the name', async () => {
        const client = await open();
        const gpt = await asked(client, { model: 'gpt-4o' });
        expect(gpt.model).toBe('gemini-3.5-flash-lite');
        expect(json(gpt.answer).model).toBe('gpt-4o');
        const embedded = await client.ask('/v1/embeddings', post({ model: 'text-embedding-3-small', input: ['a'] }));
        expect(json(embedded).model).toBe('text-embedding-3-small');
        expect(lastAsked().model).toBe('gemini-embedding-001');
        expect((await client.ask('/v1/images/generations', post({ model: 'dall-e-3', prompt: 'a cat' }))).status).toBe(
          200,
        );
        expect(lastAsked().model).toBe('gemini-nano-banana-2.1');
        const found = await client.ask('/v1/models/gpt-4o');
        expect([found.status, json(found).id]).toEqual([200, 'gpt-4o']);
        const answer = await client.ask('/gemini/v1beta/models/gpt-4o:generateContent', post(native));
        expect([answer.status, lastAsked().model]).toEqual([200, 'gemini-3.5-flash-lite']);
      });

      test('MODEL_ALIASES are the person’s own, and listed where they are names', async () => {
        const client = await open({ modelAliases: ['fast=gemini-2.5-flash-lite-nothinking', 'gpt-*=gemini-2.5-pro'] });
        expect(await listed(client)).toContain('fast');
        const { model, body } = await asked(client, { model: 'fast' });
        expect(model).toBe('gemini-2.5-flash-lite');
        expect(body.generationConfig?.thinkingConfig).toEqual({ thinkingBudget: 0 });
        expect((await asked(client, { model: 'gpt-4' })).model).toBe('gemini-2.5-pro');
      });
    });

    describe('limits', () => {
      const ask = (client: Client) => client.ask('/v1/chat/completions', post(chat()));

      test('MAX_REQUESTS_PER_MINUTE: 429 with Retry-After; every answer tells what is left', async () => {
        const client = await open({ maxRequestsPerMinute: 2 });
        const first = await ask(client);
        expect(first.headers).toMatchObject({
          'x-ratelimit-limit-requests': '2',
          'x-ratelimit-remaining-requests': '1',
          'x-ratelimit-reset-requests': expect.stringMatching(/^\d+s$/),
          'x-ratelimit-remaining-requests-day': '599',
        });
        await client.ask('/gemini/v1beta/models/gemini-2.5-flash:generateContent', post(native));
        const refused = await ask(client);
        expect(refused.status).toBe(429);
        expect(json(refused).error).toMatchObject({ code: 'rate_limit_exceeded', type: 'rate_limit_error' });
        expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
        expect(refused.headers['x-ratelimit-remaining-requests']).toBe('0');
        const answered = world.fake.requests.filter(
          ({ method }) => method === 'generateContent' || method === 'streamGenerateContent',
        );
        expect(answered).toHaveLength(2);
        expect((await client.ask('/v1/models')).status).toBe(200);
      });

      test('MAX_REQUESTS_PER_DAY_PER_IP', async () => {
        const client = await open({ maxRequestsPerDayPerIp: 1, maxRequestsPerMinute: 0 });
        const first = await ask(client);
        expect(first.headers['x-ratelimit-limit-requests']).toBeUndefined();
        const refused = await client.ask('/v1/embeddings', post({ model: 'gemini-embedding-001', input: 'x' }));
        expect(refused.status).toBe(429);
        expect(Number(refused.headers['retry-after'])).toBeGreaterThan(23 * 3600);
      });

      test.runIf(driver.trust === 'network')('WHITELIST_USER_AGENT, whatever its capitals', async () => {
        const client = await open({ whitelistUserAgent: ['SillyTavern', 'chat*'] });
        const as = async (agent: string) =>
          (await client.ask('/v1/models', { headers: { 'user-agent': agent } })).status;
        expect(await as('sillytavern/1.19')).toBe(200);
        expect(await as('ChatBox/2')).toBe(200);
        expect(await as('curl/8 (chat)')).toBe(403);
        const native = await client.ask('/gemini/v1beta/models', { headers: { 'user-agent': 'curl' } });
        expect(json(native).error.status).toBe('PERMISSION_DENIED');
      });

      test('PUBLIC_MODE tells nothing of the pool', async () => {
        const client = await open({ publicMode: true, debugHeaders: true });
        expect((await ask(client)).headers['x-hajimi-key']).toBeUndefined();
        world.fake.script({}, { error: 'minute-quota', retryDelay: 34 });
        const spent = await ask(client);
        expect(spent.status).toBe(429);
        expect(json(spent).error.message).toBe('No quota is left right now. Try again later.');
        expect(Number(spent.headers['retry-after'])).toBeGreaterThan(20);
      });
    });
  });
}
