/** What the built extension must be: "npm run build" first. */
// covers: manifest.json, vite.config.ts, src/extension
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { root } from '../../tools/source-files.ts';

describe.each(['chromium', 'firefox'])('dist/%s', (browser) => {
  const folder = join(root, 'dist', browser);
  const built = (path: string) => {
    const file = join(folder, path);
    if (!existsSync(file)) throw new Error(`There is no ${file}: run "npm run build" first`);
    return readFileSync(file, 'utf8');
  };
  const manifest = () => JSON.parse(built('manifest.json'));
  const backgroundEntry = (): string => {
    const { service_worker: worker, scripts } = manifest().background;
    return worker ?? scripts[0];
  };

  /** A module and everything that it imports. */
  function modules(path: string, found = new Map<string, string>()): Map<string, string> {
    if (found.has(path)) return found;
    const text = built(path);
    found.set(path, text);
    for (const [, specifier = ''] of text.matchAll(/\b(?:import|from)\s*["'`](\.[^"'`]+)["'`]/g)) {
      modules(join(path, '..', specifier), found);
    }
    return found;
  }
  const gzipped = (texts: Iterable<string>) => [...texts].reduce((sum, text) => sum + gzipSync(text).length, 0);

  test('gives web pages no file to find it by', () => {
    expect(manifest().web_accessible_resources).toBeUndefined();
    expect(manifest().externally_connectable).toBeUndefined();
  });

  test('asks for no more than it needs', () => {
    const { permissions, host_permissions: hosts } = manifest();
    const local = ['http://localhost/*', 'http://127.0.0.1/*', 'http://[::1]/*'];
    expect(permissions).toEqual(['activeTab', 'alarms', 'scripting', 'unlimitedStorage']);
    expect(hosts).toEqual(['https://generativelanguage.googleapis.com/*', ...local]);
  });

  test('has no script in any page before it is known whether that may', () =>
    expect(manifest().content_scripts).toBeUndefined());

  test('stays out of private windows', () => expect(manifest().incognito).toBe('not_allowed'));

  test('has content scripts that run at once, not modules or loaders', () => {
    for (const name of ['bridge', 'page', 'take-over']) {
      const text = built(`src/extension/${name}.iife.js`);
      expect(text).toMatch(/^\(?(function|\()/);
      expect(text).not.toMatch(/\bimport\s*[("'{]|\bexport\s*[{*]/);
    }
  });

  test('has a background without dynamic import, which workers refuse', () => {
    const background = modules(backgroundEntry());
    expect(background.size).toBeGreaterThan(1);
    for (const [path, text] of background) expect([path, /\bimport\s*\(/.test(text)]).toEqual([path, false]);
  });

  test('allows scripts of its own only', () => {
    const policy: string = manifest().content_security_policy.extension_pages;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|wasm|ws:/);
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
    for (const name of scripts) expect([name, /\beval\(|new Function\(/.test(built(name))]).toEqual([name, false]);
  });

  // Measured with every feature in: our own code 99 kB, what both languages say to people 9, and of libraries valibot 2.5,
  // the polyfill 2.5, the SSE parser, idb and rou3 3.3. A worker may not import later, so all of it is in the one file.
  test.each([
    ['the background', 117_500, () => modules(backgroundEntry()).values()],
    ['the page script', 5_350, () => [built('src/extension/page.iife.js')]],
    ['the bridge', 2_000, () => [built('src/extension/bridge.iife.js')]],
  ])('%s weighs at most %i bytes, gzipped', (_, budget, texts) => {
    expect(gzipped(texts())).toBeLessThanOrEqual(budget);
  });
});
