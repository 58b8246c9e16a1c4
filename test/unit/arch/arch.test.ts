/** The rules that hold the house up (which part may know which), and what the built extension must be. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { arrowsBetween, coreFiles, roomOf, rooms, roomsInCircles, upwards } from '../../tools/rooms.ts';
import { reachable, root, type SourceFile, sourceFiles } from '../../tools/source-files.ts';

const files = [...sourceFiles('src'), ...sourceFiles('options')];
const under = (...folders: string[]) => files.filter(({ path }) => folders.some((folder) => path.startsWith(folder)));

/** `file -> import` for every import that is not allowed. */
const offences = (some: readonly SourceFile[], allowed: (target: string) => boolean) =>
  some.flatMap(({ path, imports }) =>
    imports.filter((target) => !allowed(target)).map((target) => `${path} -> ${target}`),
  );

const startsWith =
  (...beginnings: string[]) =>
  (target: string) =>
    beginnings.some((beginning) => target === beginning || target.startsWith(beginning));

describe('imports', () => {
  test('are found at all', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(files.length);
  });

  test('the core knows itself and a few libraries of Web standards', () => {
    const libraries = startsWith('rou3', 'valibot', 'eventsource-parser');
    const own = startsWith('src/core/', 'src/contract/');
    const allowed = (target: string) => own(target) || libraries(target);
    const openaiTypes = startsWith('openai/resources/');
    expect(offences(under('src/core/'), (target) => allowed(target) || openaiTypes(target))).toEqual([]);
    const atRunTime = under('src/core/').map((file) => ({ ...file, imports: file.runtimeImports }));
    expect(offences(atRunTime, allowed)).toEqual([]);
  });

  test('the two shells do not know each other', () => {
    const shared = startsWith('src/core/', 'src/contract/', 'src/i18n/');
    const isPackage = (target: string) => !target.startsWith('src/') && !target.startsWith('options/');
    const extension = under('src/extension/');
    const forExtension = (target: string) =>
      startsWith('src/extension/')(target) || shared(target) || (isPackage(target) && !target.startsWith('node:'));
    expect(offences(extension, forExtension)).toEqual([]);
    const forRelay = (target: string) => startsWith('src/relay/')(target) || shared(target) || isPackage(target);
    expect(offences(under('src/relay/'), forRelay)).toEqual([]);
  });

  test('the config page knows the contract and the words, and its shells only in options/shell', () => {
    const page = under('options/').filter(({ path }) => !path.startsWith('options/shell/'));
    const own = ['options/', 'src/contract/', 'src/i18n/'];
    expect(offences(page, startsWith(...own, 'preact', '@preact/', 'eventsource-parser'))).toEqual([]);
    const doors = ['src/extension/rpc/owner-fetch.ts', 'webextension-polyfill'];
    expect(offences(under('options/shell/'), startsWith(...own, ...doors))).toEqual([]);
  });

  test('the contract needs no library: all of it may be in the bundle of the page', () => {
    const contract = under('src/contract/');
    const within = new Set(contract.flatMap(({ path }) => [...reachable(files, path)]));
    expect(within).toContain('src/core/errors.ts');
    const packages = files
      .filter(({ path }) => within.has(path))
      .map((file) => ({ ...file, imports: file.runtimeImports }));
    expect(offences(packages, startsWith('src/contract/', 'src/core/'))).toEqual([]);
  });

  test.each(['page', 'bridge', 'take-over'])('the %s script holds nothing of the background', (script) => {
    const within = [...reachable(files, `src/extension/${script}.iife.ts`)];
    expect(within.length).toBeGreaterThan(2);
    const background =
      /extension\/((background|keepalive|access|platform|rpc\/server)\.ts|store\/)|core\/(app|create-hajimi)\.ts/;
    expect(within.filter((path) => background.test(path) || !path.startsWith('src/'))).toEqual([]);
  });

  test('name the file they mean', () => {
    const vague = (target: string) => /^(src|options)\//.test(target) && !/\.(tsx?|css|json|svg)$/.test(target);
    expect(offences(files, (target) => !vague(target))).toEqual([]);
  });
});

describe('the compiler', () => {
  const projects: string[] = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).references.map(
    ({ path }: { path: string }) => path,
  );
  const filesOf = (project: string): string[] => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const listed = execFileSync(process.execPath, [tsc, '-p', project, '--listFilesOnly'], { cwd: root });
    return String(listed).trim().split('\n');
  };

  // A package that refers to the types of Node, say, gives them to all that import it, and nobody is told.
  test.each([
    ['src', ['webworker']],
    ['src/extension', ['chrome', 'dom']],
    ['src/relay', ['node']],
    ['options', ['dom']],
  ])('knows in %s the globals of its own platform only: %j', (project, own) => {
    const platform = /\/lib\.(dom|webworker)\.d\.ts$|\/@types\/(node|chrome|bun|deno)\//;
    const found = filesOf(project).map((path) => platform.exec(path)?.slice(1).join(''));
    expect([...new Set(found)].filter((name) => name !== undefined).sort()).toEqual(own);
  });

  test('checks every file', () => {
    const checked = new Set(projects.flatMap(filesOf).map((path) => relative(root, path)));
    const unchecked = [...files, ...sourceFiles('test')].filter(({ path }) => !checked.has(path));
    expect(unchecked.map(({ path }) => path)).toEqual([]);
  });
});

/** How a text asks a `Request` for its body: by name where it is declared as one, or by Hono's way to it. */
function bodyReads(text: string): string[] {
  const reads = '(?:body|bodyUsed|text|json|arrayBuffer|blob|bytes|formData)';
  const names = [...text.matchAll(/(\w+)\??: Request\b|(\w+) = new (?:Native)?Request\(/g)].map(
    (found) => found[1] ?? found[2],
  );
  const owners = [...new Set(['raw', ...names])].join('|');
  const ways = [
    `\\b(?:${owners})(?:\\.clone\\(\\))?\\??\\.${reads}\\b`,
    `\\bc\\.req\\.${reads}\\(`,
    `\\bRequest\\.prototype(?:\\.|, ')${reads}\\b`,
    `\\{[^{}]*\\b${reads}\\b[^{}]*\\}(?:: Request\\b| = (?:await )?(?:c\\.req|(?:[\\w.]+\\.)?(?:${owners}))\\b)`,
    `Request, [^>]*'${reads}'`,
    // A Request in the place of an init is read for its members, and in Firefox has none that is its body.
    `new (?:Native)?Request\\([^()]*, (?:[\\w.]+\\.)?(?:${owners})\\)`,
  ];
  return ways.flatMap((way) => [...text.matchAll(new RegExp(way, 'g'))].map(([read]) => read));
}

describe('the body of a request', () => {
  test.each([
    'async (request: Request) => (request.body === null)',
    'async (asked: Request) => asked.text()',
    'const one = new Request(url); await one.blob()',
    'function take({ headers, body }: Request) {}',
    'function take(request: Request) { const { body } = request; }',
    'await c.req.raw.arrayBuffer()',
    'readAll(c.req.raw.clone().body)',
    'await c.req.json()',
    'answer(new Request(url, c.req.raw), caller)',
    "type Asked = Pick<Request, 'body'>",
    "getter(Request.prototype, 'body')",
  ])('is seen to be read in %j', (text) => {
    expect(bodyReads(text)).not.toEqual([]);
  });

  test('is read in one place only of what runs in a browser: Firefox has no `Request.body`', () => {
    const places = ['src/core/utils/web/request-bytes.ts', 'src/extension/page/safe-globals.ts'];
    const readers = under('src/core/', 'src/extension/', 'options/').filter(({ text }) => bodyReads(text).length > 0);
    expect(readers.map(({ path }) => path).sort()).toEqual(places);
  });
});

describe('rooms of the core', () => {
  const arrows = arrowsBetween(coreFiles(), 'type');

  test('are all in the table, which has no other', () => {
    const found = new Set(coreFiles().map(({ path }) => roomOf(path)));
    expect([...found].sort()).toEqual([...rooms].sort());
    expect(arrows.length).toBeGreaterThan(rooms.length);
  });

  test('import downwards, by value and by type', () => expect(upwards(arrows)).toEqual([]));
});

test('files of the pool import each other in no circle, by value or by type', () => {
  const arrows = under('src/core/pool/').flatMap(({ path, imports }) =>
    imports.map((target) => ({ from: path, to: target, imports: [] })),
  );
  expect(arrows.length).toBeGreaterThan(50);
  expect(roomsInCircles(arrows)).toEqual([]);
});

describe("the pool's state machine", () => {
  const machine = 'src/core/pool/machine/';
  const face = `${machine}machine.ts`;

  test('is entered by its face', () => {
    const outside = files.filter(({ path }) => !path.startsWith(machine));
    expect(outside.filter(({ imports }) => imports.includes(face)).length).toBeGreaterThan(4);
    expect(offences(outside, (target) => !target.startsWith(machine) || target === face)).toEqual([]);
  });

  test('knows nothing of the pool around it', () => {
    const below = startsWith(machine, 'src/core/utils/', 'src/core/records.ts', 'src/contract/');
    expect(offences(under(machine), below)).toEqual([]);
    // Nor do its parts go out by the face to come in again.
    expect(under(machine).filter(({ imports }) => imports.includes(face))).toEqual([]);
  });
});

describe('files', () => {
  test('are at most sixteen in a folder of the sources', () => {
    const folders = new Map<string, number>();
    for (const { path } of under('src/')) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);
    expect([...folders].filter(([, count]) => count > 16)).toEqual([]);
  });

  test('are short: none above 400 lines, nine of ten below 250, half of them around 70', () => {
    const lengths = files
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .sort((a, b) => a.lines - b.lines);
    const at = (share: number) => lengths[Math.floor(lengths.length * share)]?.lines;
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    expect(at(0.9)).toBeLessThanOrEqual(250);
    expect(at(0.5)).toBeLessThanOrEqual(100);
  });
});

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
