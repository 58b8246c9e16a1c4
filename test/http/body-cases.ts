/** What a client sends arrives at Google, whatever looks at it on the way, once for all drivers. */
import { describe, expect, test } from 'vitest';
import { chat, native, setUpRequests } from './asking.ts';
import { type Driver, json, post } from './driver.ts';

const models = '/gemini/v1beta/models';

export function describeBodies(driver: Driver): void {
  describe(`bodies through ${driver.name}`, () => {
    const world = setUpRequests(driver);
    const { open, lastAsked } = world;

    test.each([
      ['under its own name', `${models}/gemini-2.5-flash:countTokens`, {}],
      ['under an escaped name', `${models}/gemini-2.5-flash%3AcountTokens`, {}],
      ['under another name', `${models}/fast:countTokens`, { modelAliases: ['fast=gemini-2.5-flash'] }],
      ['with its beginning in the log', `${models}/gemini-2.5-flash:countTokens`, { recordBodies: true }],
    ])('a count is counted %s', async (_, path, settings) => {
      const answer = await (await open(settings)).ask(path, post(native));
      expect([answer.status, json(answer).totalTokens]).toEqual([200, expect.any(Number)]);
      expect(lastAsked()).toEqual({ model: 'gemini-2.5-flash', body: native });
    });

    test.each([
      ['as it is', {}],
      ['looked into for its model', { whitelistModels: ['gemini-2.5-flash'] }],
      ['with its beginning in the log', { recordBodies: true }],
    ])('a chat for Google’s own OpenAI dialect goes on %s', async (_, settings) => {
      const client = await open(settings);
      world.fake.script({ method: '' }, { raw: ['{"choices":[]}'] });
      const answer = await client.ask('/gemini/v1beta/openai/chat/completions', post(chat()));
      expect([answer.status, answer.text]).toEqual([200, '{"choices":[]}']);
      expect(lastAsked().body).toEqual(chat());
    });

    test('a file is uploaded in the two steps of Google’s protocol', async () => {
      const client = await open();
      const command = (name: string) => ({ 'x-goog-upload-protocol': 'resumable', 'x-goog-upload-command': name });
      const start = { ...command('start'), 'x-goog-upload-header-content-type': 'text/plain' };
      const begun = await client.ask('/gemini/upload/v1beta/files', post({ file: { displayName: 'a note' } }, start));
      const { pathname, search } = new URL(begun.headers['x-goog-upload-url'] ?? '');
      const text = `${'a note '.repeat(200_000)}。`;
      const headers = { ...command('upload, finalize'), 'x-goog-upload-offset': '0', 'content-type': 'text/plain' };
      const done = await client.ask(pathname + search, { method: 'POST', headers, body: text });
      expect([done.status, json(done).file]).toMatchObject([200, { displayName: 'a note', mimeType: 'text/plain' }]);
      expect(lastAsked().body).toBe(text);
    });

    test('a picture is edited, which is sent as a form', async () => {
      const client = await open();
      const part = (fields: string, text: string) =>
        `--edge\r\nContent-Disposition: form-data; ${fields}\r\n\r\n${text}\r\n`;
      const body = [
        part('name="model"', 'gemini-2.5-flash-image'),
        part('name="prompt"', '加一顶帽子'),
        part('name="image"; filename="cat.png"\r\nContent-Type: image/png', 'not quite a cat'),
        '--edge--\r\n',
      ].join('');
      const drawn = { candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }] } }] };
      world.fake.script({}, { raw: [JSON.stringify(drawn)] });
      const headers = { 'content-type': 'multipart/form-data; boundary=edge' };
      const answer = await client.ask('/v1/images/edits', { method: 'POST', headers, body });
      expect([answer.status, json(answer).data]).toEqual([200, [{ b64_json: 'AAAA' }]]);
      expect(JSON.stringify(lastAsked().body)).toContain('加一顶帽子');
    });

    test.runIf(driver.trust === 'site').each([false, true])(
      'SillyTavern speaks with Google AI Studio (stream: %s)',
      async (stream) => {
        const client = await open({ randomString: 'off' });
        const source = { chat_completion_source: 'makersuite', reverse_proxy: 'https://hajimi.invalid/gemini' };
        const answer = await client.ask('/sillytavern/generate', post({ ...source, ...chat({ stream }) }));
        expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('You ')]);
        expect(lastAsked()).toMatchObject({ model: 'gemini-2.5-flash', body: native });
      },
    );
  });
}
