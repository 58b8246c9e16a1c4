import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPage, type Page } from '../../../../src/relay/http/static-files.ts';

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

const get = (path: string, init: RequestInit = {}) => page.respond(new Request(`http://relay${path}`, init));

describe('loadPage', () => {
  it('serves its files with their types, and the page never from a cache unasked', async () => {
    const html = get('/?x=1');
    expect(await html?.text()).toBe('<!doctype html>');
    expect(html?.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html?.headers.get('cache-control')).toBe('no-cache');
    expect(html?.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(get('/assets/main-abc.js')?.headers.get('cache-control')).toContain('immutable');
  });

  it('answers 304 to who has the file, and HEAD without a body', async () => {
    const etag = get('/')?.headers.get('etag') ?? '';
    expect(get('/', { headers: { 'if-none-match': etag } })?.status).toBe(304);
    expect(await get('/', { method: 'HEAD' })?.text()).toBe('');
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
    expect((await loadPage(join(folder, 'nowhere'))).respond(new Request('http://relay/'))).toBeUndefined();
  });
});
