import { createRedactor } from '../../src/core/redact/redactor.ts';
import { readConfig } from '../../src/relay/config/config.ts';
import { startRelay } from '../../src/relay/create-relay.ts';
import { describeAnswers } from './answer-cases.ts';
import { describeBodies } from './body-cases.ts';
import { describeHttp } from './cases.ts';
import { describeClients } from './client-cases.ts';
import { type Driver, password } from './driver.ts';
import { describeRequests } from './request-cases.ts';

const webPassword = 'another-password';

const driver: Driver = {
  name: 'the Node server',
  trust: 'network',
  async open(fake, { keys, settings }) {
    const config = readConfig({
      PORT: '0',
      PASSWORD: password,
      WEB_PASSWORD: webPassword,
      ENABLE_STORAGE: 'false',
      GEMINI_BASE_URL: fake.url,
      GEMINI_API_KEYS: keys.join(','),
    });
    const relay = await startRelay(
      { ...config, settings: { ...config.settings, ...settings } },
      {
        version: '0.0.0-test',
        log: { write: () => undefined },
        redactor: createRedactor(),
        page: { has: () => false, respond: () => undefined },
      },
    );
    return {
      async ask(path, { headers, ...ask } = {}) {
        const response = await fetch(relay.url + path, {
          ...ask,
          headers: { authorization: `Bearer ${password}`, ...headers },
        });
        return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
      },
      async api(path, ask = {}) {
        const response = await fetch(`${relay.url}/api${path}`, {
          ...ask,
          headers: { ...ask.headers, authorization: `Bearer ${webPassword}` },
        });
        return { status: response.status, headers: {}, text: await response.text() };
      },
      close: () => relay.close(0),
    };
  },
};

describeHttp(driver);
describeBodies(driver);
describeRequests(driver);
describeAnswers(driver);
describeClients(driver);
