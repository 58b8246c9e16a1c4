import type { Settings } from '../../src/contract/settings/table.ts';
import { openHajimi } from '../support/hajimi.ts';
import { type Driver, password } from './driver.ts';

/** The app itself, with nothing around it. */
export const appDriver = (trust: Driver['trust']): Driver => ({
  name: `app.fetch as ${trust}`,
  trust,
  async open(fake, { keys, settings }) {
    const env = { geminiBaseUrl: fake.url, ...settings } as Partial<Settings>;
    const hajimi = openHajimi({ password, env, keyTexts: keys });
    return {
      async ask(path, { headers, ...ask } = {}) {
        const shown: Record<string, string> = trust === 'network' ? { authorization: `Bearer ${password}` } : {};
        const request = new Request(`https://hajimi.invalid${path}`, { ...ask, headers: { ...shown, ...headers } });
        const response = await hajimi.fetch(request, { id: 'test', trust });
        return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
      },
      async api(path, ask = {}) {
        const request = new Request(`https://hajimi.invalid/api${path}`, ask);
        const response = await hajimi.fetch(request, { id: 'hajimi', trust: 'owner' });
        return { status: response.status, headers: {}, text: await response.text() };
      },
      close: () => hajimi.close(),
    };
  },
});
