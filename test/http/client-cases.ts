/** Clients with passwords of their own, once for all drivers behind which there is a network. */
import { describe, expect, test } from 'vitest';
import { chat, listed, native, setUpRequests } from './asking.ts';
import { type Client, type Driver, json, post } from './driver.ts';

export function describeClients(driver: Driver): void {
  describe(`clients with passwords of their own, through ${driver.name}`, () => {
    const world = setUpRequests(driver);

    const api = async (client: Client, path: string, body?: unknown, method = 'POST') => {
      const answer = await client.api?.(path, body === undefined ? {} : { ...post(body), method });
      return JSON.parse(answer?.text ?? 'null');
    };
    const asking = (client: Client, password: string) => {
      const authorization = `Bearer ${password}`;
      return {
        chat: (model: string) => client.ask('/v1/chat/completions', post(chat({ model }), { authorization })),
        models: () => listed({ ...client, ask: (path) => client.ask(path, { headers: { authorization } }) }),
      };
    };

    test('two are told apart: by password, limits, models, log and usage', async () => {
      const relay = await world.open();
      const flash = ['gemini-2.5-flash*'];
      const made = [
        await api(relay, '/clients', { name: 'tavern', requestsPerMinute: 2, models: flash }),
        await api(relay, '/clients', { name: 'phone', requestsPerDay: 3, models: ['gemini-2.5-pro'] }),
      ];
      const [tavern, phone] = made.map(({ password }) => asking(relay, password));
      if (tavern === undefined || phone === undefined) throw new Error('two clients were made');

      expect(await tavern.models()).toContain('gemini-2.5-flash');
      expect(await tavern.models()).not.toContain('gemini-2.5-pro');
      expect(await phone.models()).toEqual(['gemini-2.5-pro']);
      expect([(await tavern.chat('gemini-2.5-pro')).status, (await phone.chat('gemini-2.5-flash')).status]).toEqual([
        404, 404,
      ]);

      // Each was refused once, which counts; one more each, and one of them is at its limit.
      const last = await tavern.chat('gemini-2.5-flash');
      expect([last.status, last.headers['x-ratelimit-remaining-requests']]).toEqual([200, '0']);
      const spent = await tavern.chat('gemini-2.5-flash');
      expect([spent.status, Number(spent.headers['retry-after']) > 0]).toEqual([429, true]);
      const other = await phone.chat('gemini-2.5-pro');
      expect([other.status, other.headers['x-ratelimit-remaining-requests-day']]).toEqual([200, '1']);
      // Whoever shows the password for everybody has the settings' limits, and all models.
      expect((await relay.ask('/v1/chat/completions', post(chat({ model: 'gemini-2.5-pro' })))).status).toBe(200);

      const log: Array<{ client: string; status: number }> = await api(relay, '/log');
      const ofClients = log.filter(({ client }) => client === 'tavern' || client === 'phone');
      expect(ofClients.map(({ client, status }) => `${client} ${status}`)).toEqual(
        expect.arrayContaining(['tavern 200', 'tavern 429', 'tavern 404', 'phone 200', 'phone 404']),
      );
      const usage: Array<{ client: string; answered: number }> = await api(relay, '/stats?by=client&total=true');
      expect(usage.filter(({ client }) => client === 'tavern' || client === 'phone')).toEqual([
        expect.objectContaining({ client: 'phone', answered: 1 }),
        expect.objectContaining({ client: 'tavern', answered: 1 }),
      ]);
    });

    test('one that is switched off is a stranger, in Google’s dialect too', async () => {
      const relay = await world.open();
      const { password } = await api(relay, '/clients', { name: 'tavern' });
      const ask = () =>
        relay.ask('/gemini/v1beta/models/gemini-2.5-flash:generateContent', {
          ...post(native, { authorization: '', 'x-goog-api-key': password }),
        });
      expect((await ask()).status).toBe(200);
      await api(relay, '/clients/tavern', { enabled: false }, 'PATCH');
      const refused = await ask();
      expect([refused.status, json(refused).error.status]).toEqual([401, 'UNAUTHENTICATED']);
    });
  });
}
