/** The READMEs' examples work as they are written. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/core/log/redact.ts';
import { readConfig } from '../../src/relay/config.ts';
import { type Relay, startRelay } from '../../src/relay/relay.ts';
import { type FakeGemini, startFakeGemini } from '../gemini/server.ts';

const run = promisify(execFile);
const readmes = ['README.md', 'README.zh-CN.md'];
/** Every `curl` of the code blocks, with the lines that continue it. */
const examples = readmes.flatMap((name) =>
  [...readFileSync(name, 'utf8').matchAll(/^curl http:(?:.*\\\n)*.*$/gm)].map(([command]): [string, string] => [
    name,
    command,
  ]),
);

describe('the examples of the READMEs', () => {
  let fake: FakeGemini;
  let relay: Relay;

  beforeAll(async () => {
    fake = await startFakeGemini();
    const config = readConfig({
      PORT: '0',
      ENABLE_STORAGE: 'false',
      GEMINI_BASE_URL: fake.url,
      VERTEX_BASE_URL: fake.url,
      GOOGLE_TOKEN_URL: `${fake.url}/token`,
      GEMINI_API_KEYS: 'AIzaSyREADME_0123456789',
      GOOGLE_CREDENTIALS_JSON: fake.vertex.createAccount().json,
    });
    relay = await startRelay(config, {
      version: '0.0.0-test',
      log: { write: () => undefined },
      redactor: createRedactor(),
      page: { respond: () => undefined },
    });
  });
  afterAll(async () => {
    await relay.close(0);
    await fake.close();
  });

  test('are all found', () => expect(examples).toHaveLength(6));

  test.each(examples)('%s: %s', async (_, command) => {
    const { stdout } = await run('sh', [
      '-c',
      command.replace('curl', 'curl -sS').replace('http://127.0.0.1:7860', relay.url),
    ]);
    expect(stdout).toMatch(/You said: (Hello|你好)/);
  });
});
