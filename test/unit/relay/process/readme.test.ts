/** The examples of the READMEs and guides work as they are written. */
// covers: README.md, docs/en
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRedactor } from '../../../../src/core/redact/redactor.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import { type Relay, startRelay } from '../../../../src/relay/create-relay.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';

const run = promisify(execFile);
const texts = ['README.md', 'README.zh-CN.md', 'docs/en/frontends.md', 'docs/zh/frontends.md'];
/** Every `curl` of the code blocks, with the lines that continue it. */
const examples = texts.flatMap((name) =>
  [...readFileSync(name, 'utf8').matchAll(/^curl http:(?:.*\\\n)*.*$/gm)].map(([command]): [string, string] => [
    name,
    command,
  ]),
);

const programs = texts.flatMap((name) =>
  [...readFileSync(name, 'utf8').matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, program = '']): [string, string] => [
    name,
    program,
  ]),
);

describe('the examples of the READMEs and guides', () => {
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
      page: { has: () => false, respond: () => undefined },
    });
  });
  afterAll(async () => {
    await relay.close(0);
    await fake.close();
  });

  test('are all found', () => expect([examples.length, programs.length]).toEqual([8, 2]));

  test.each(examples)('%s: %s', async (_, command) => {
    const { stdout } = await run('sh', [
      '-c',
      command.replace('curl', 'curl -sS').replace('http://127.0.0.1:7860', relay.url),
    ]);
    expect(stdout).toMatch(/You said: (Hello|你好)/);
  });

  test.each(programs)('%s: the program for Node', async (_, program) => {
    const code = program.replace('http://127.0.0.1:7860', relay.url);
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code]);
    expect(stdout).toMatch(/You said: Hello/);
  });
});
