/** Which part of the house may know which. */
// covers: src, options
import { describe, expect, test } from 'vitest';
import { reachable } from '../../tools/source-files.ts';
import { files, offences, startsWith, under } from './offences.ts';

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
