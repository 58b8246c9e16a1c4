/** What `/api/*` says of a wrong body: the field, in our own words, in both languages; and how little it costs. */

import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupBodies } from '../../../src/core/admin/backup/handlers.ts';
import type { BodyCheck } from '../../../src/core/admin/endpoint.ts';
import { keyBodies } from '../../../src/core/admin/keys/bodies.ts';
import { isProxyError } from '../../../src/core/errors.ts';
import { list } from '../../../src/core/input/bounded.ts';
import { checkBody } from '../../../src/core/input/check-body.ts';
import type { Caller } from '../../../src/core/ports.ts';
import { createFakeSites } from '../../support/fake-sites.ts';
import { openHajimi, type TestHajimi } from '../../support/hajimi.ts';

let hajimi: TestHajimi;
beforeAll(() => {
  hajimi = openHajimi({ sites: createFakeSites() });
});
afterAll(() => hajimi.close());

async function refusal(method: string, path: string, body: unknown, language = 'en') {
  const caller: Caller = { id: 'hajimi', trust: 'owner' };
  const headers = { 'content-type': 'application/json', 'accept-language': language };
  const request = new Request(`https://hajimi.invalid/api${path}`, { method, headers, body: JSON.stringify(body) });
  const response = await hajimi.fetch(request, caller);
  const { error } = (await response.json()) as { error: { param: string | null; message: string } };
  return [response.status, error.param, error.message.replace(/^.*?(?:: |：)/, '')];
}

const cases: ReadonlyArray<
  readonly [method: string, path: string, body: unknown, field: string, en: string, zh: string]
> = [
  ['POST', '/keys', {}, 'text', 'is required', '必填'],
  ['POST', '/keys', { text: 7 }, 'text', 'must be a text', '必须是文本'],
  ['POST', '/keys', 7, 'body', 'must be an object', '必须是对象'],
  [
    'POST',
    '/keys',
    { text: '', keysAre: 'x' },
    'keysAre',
    'must be one of "ai-studio", "vertex-express"',
    '必须是以下之一："ai-studio", "vertex-express"',
  ],
  ['POST', '/keys/reveal', { ids: 'all' }, 'ids', 'must be a list', '必须是列表'],
  ['POST', '/keys/reveal', { ids: ['x', 1] }, 'ids.1', 'must be a text', '必须是文本'],
  ['POST', '/keys/reveal', { ids: ['x'.repeat(201)] }, 'ids.0', 'must have at most 200 characters', '最多 200 个字符'],
  ['PATCH', '/keys/x', { enabled: 1 }, 'enabled', 'must be true or false', '必须是 true 或 false'],
  ['PATCH', '/keys/x', { colour: 1 }, 'colour', 'is not known here', '不是此处的字段'],
  ['PATCH', '/keys/x', { limits: { perDay: 1.5 } }, 'limits.perDay', 'must be a whole number', '必须是整数'],
  ['PATCH', '/keys/x', { limits: { perDay: -1 } }, 'limits.perDay', 'must be at least 0', '不能小于 0'],
  [
    'PATCH',
    '/keys/x',
    { proxy: 'socks://x' },
    'proxy',
    'must be http://host:port or https://host:port',
    '必须形如 http://主机:端口 或 https://主机:端口',
  ],
  [
    'PATCH',
    '/keys/x',
    { location: '1' },
    'location',
    'must be a location of Google Cloud, such as us-central1',
    '必须是 Google Cloud 的区域，例如 us-central1',
  ],
  [
    'POST',
    '/clients',
    { name: '|' },
    'name',
    'must have a letter or digit, and neither | nor control characters',
    '必须含有字母或数字，且不可含 | 和控制字符',
  ],
  ['POST', '/clients', { name: 'a', models: [''] }, 'models.0', 'must not be empty', '不能为空'],
  [
    'POST',
    '/sites',
    { origin: 'chat' },
    'origin',
    'must be an address such as https://chat.example',
    '必须是网址，例如 https://chat.example',
  ],
  ['PUT', '/settings/publicMode', {}, 'value', 'is required', '必填'],
  ['POST', '/backup/restore', {}, 'file', 'is required', '必填'],
  [
    'POST',
    '/backup/restore',
    { file: { kind: 'hajimi-backup', version: 1, createdAt: 1, settings: {}, keys: [{ kind: 'ai-studio' }] } },
    'file',
    'is no backup of Hajimi that this version can read (keys.0.secret is required)',
    '不是此版本可读取的 Hajimi 备份（keys.0.secret：必填）',
  ],
  ['POST', '/vector/query', {}, 'model', 'is required', '必填'],
  ['POST', '/vector/insert', { model: 'm', items: [] }, 'items', 'must not be empty', '不能为空'],
  ['POST', '/vector/insert', { model: 'm', items: [{}] }, 'items.0.text', 'is required', '必填'],
  [
    'POST',
    '/vector/insert',
    { model: 'm', items: [{ text: 'x', hash: {} }] },
    'items.0.hash',
    'is not allowed here',
    '此处不允许该值',
  ],
];

describe('what is said of a wrong field', () => {
  test.each(cases)('%s /api%s %j', async (method, path, body, field, en, zh) => {
    expect(await refusal(method, path, body)).toEqual([400, field, en]);
    expect(await refusal(method, path, body, 'zh-CN')).toEqual([400, field, zh]);
  });
});

describe('what a wrong body costs', () => {
  test('one issue, however many there are', () => {
    const looked: unknown[] = [];
    const item = v.custom<string>((value) => looked.push(value) < 0);
    expect(() => checkBody(v.object({ items: v.array(item) }), { items: Array(100_000).fill({}) })).toThrow();
    expect(looked).toHaveLength(1);
  });

  test('a list that is too long is refused before its items are looked at', () => {
    const looked: unknown[] = [];
    const item = v.custom<string>((value) => looked.push(value) > 0);
    const most = v.object({ items: list(item, 3) });
    expect(checkBody(most, { items: [1, 2, 3] })).toEqual({ items: [1, 2, 3] });
    looked.length = 0;
    try {
      checkBody(most, { items: [1, 2, 3, 4] });
    } catch (error) {
      expect(isProxyError(error) && error.message).toContain('must have at most 3 entries');
    }
    expect(looked).toEqual([]);
  });

  test('as many keys as a person can have pass', () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => `id-${n}`);
    const read = <T>({ schema }: BodyCheck<T>, sent: unknown) => checkBody(schema, sent);
    expect(read(keyBodies.reveal, { ids }).ids).toHaveLength(20_000);
    expect(() => read(keyBodies.reveal, { ids: [...ids, 'one more'] })).toThrow('at most 20000 entries');
    const perDayByModel = Object.fromEntries(ids.slice(0, 1001).map((id) => [id, 1]));
    expect(() => read(keyBodies.update, { limits: { perDayByModel } })).toThrow('at most 1000 entries');
    expect(read(backupBodies.restore, { file: { keys: ids } }).file).toEqual({ keys: ids });
  });

  test.each([
    ['/keys/remove', 1],
    ['/keys', 16],
    ['/backup/plan', 64],
    ['/vector/insert', 16],
  ])('%s takes %i MiB at most, whether it is told before or not', async (path, limit) => {
    const caller: Caller = { id: 'hajimi', trust: 'owner' };
    const ask = async (headers: Record<string, string>, body: string) => {
      const request = new Request(`https://hajimi.invalid/api${path}`, { method: 'POST', headers, body });
      const response = await hajimi.fetch(request, caller);
      return [response.status, ((await response.json()) as { error: { message: string } }).error.message];
    };
    const refused = [413, `The request body is larger than ${limit} MiB`];
    expect(await ask({ 'content-length': String(limit * 1024 * 1024 + 1) }, '{}')).toEqual(refused);
    if (limit === 1) expect(await ask({}, `"${'x'.repeat(limit * 1024 * 1024)}"`)).toEqual(refused);
    expect((await ask({}, '{}'))[0]).not.toBe(413);
  });
});
