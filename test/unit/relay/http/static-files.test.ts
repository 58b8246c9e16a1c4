import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../../../../src/core/exchange.ts';
import { loadPage, type Page } from '../../../../src/relay/http/static-files.ts';
import { exchangeFor } from '../../../support/exchange.ts';

let folder = '';
let page: Page;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hajimi-page-'));
  const root = join(folder, 'public');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'outside');
  await writeFile(join(root, 'index.html'), '<!doctype html>');
  await writeFile(join(root, 'assets', 'main-abc.js'), 'export {}');
  page = await loadPage(root);
});
afterAll(() => rm(folder, { recursive: true }));

const get = (path: string, init: RequestInit = {}) => page.respond(exchangeFor(`http://relay${path}`, init));
const textOf = (reply: Reply | undefined) => reply && new TextDecoder().decode(reply.body as Uint8Array);

describe('loadPage', () => {
  it('serves its files with their types, and the page never from a cache unasked', () => {
    const html = get('/?x=1');
    expect(textOf(html)).toBe('<!doctype html>');
    expect(html?.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(html?.headers['cache-control']).toBe('no-cache');
    expect(html?.headers['content-security-policy']).toContain("default-src 'self'");
    expect(get('/assets/main-abc.js')?.headers['cache-control']).toContain('immutable');
  });

  it('answers 304 to who has the file, and HEAD without a body', () => {
    const etag = get('/')?.headers.etag ?? '';
    expect(get('/', { headers: { 'if-none-match': etag } })?.status).toBe(304);
    expect(get('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: null });
  });

  it.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets', '/nothing', '/index.html/'])(
    'has nothing at %s',
    (path) => {
      expect(get(path)).toBeUndefined();
    },
  );

  it('leaves other methods to the app', () => {
    expect(get('/', { method: 'POST' })).toBeUndefined();
  });

  it('is empty where nothing was built', async () => {
    expect((await loadPage(join(folder, 'nowhere'))).respond(exchangeFor('http://relay/'))).toBeUndefined();
  });
});
