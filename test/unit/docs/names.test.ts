/** What the texts name is there under this name: scripts, variables with their defaults, files, words of the command. */
// covers: docs, README.md
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { frontendsFor } from '../../../options/state/frontends.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { settingNames, settingsTable } from '../../../src/contract/settings/table.ts';
import { virtualOrigin } from '../../../src/extension/protocol/virtual-origin.ts';
import { textOf } from '../../../src/i18n/value-words.ts';
import { readCommand } from '../../../src/relay/cli/command.ts';
import { retired } from '../../../src/relay/config/deprecated.ts';
import { variables } from '../../../src/relay/config/variables.ts';
import { codeBlocksOf, codeWordsOf, guides, readGuide, root, rowsOf } from './guides.ts';

/** Each variable that the relay reads, with its default as a person writes it. */
const defaults = new Map<string, string>([
  ...settingNames.map((name) => [settingsTable[name].env, textOf(settingsTable[name].default)] as const),
  ...Object.entries(variables).map(([name, spec]) => [name, textOf(spec.default)] as const),
]);
/** Variables of others, and names that only look like one. */
const foreign = new Set(['XDG_DATA_HOME', 'LOCALAPPDATA', 'NODE_ENV', 'ERR_NAME_NOT_RESOLVED', 'ENOTFOUND', 'TZ']);
const isKnown = (name: string) =>
  defaults.has(name) || name in retired || foreign.has(name) || /^GEMINI_API_KEYS_\d$/.test(name);

describe.each(guides)('$path', ({ path, text }) => {
  const blocks = codeBlocksOf(text);
  const words = codeWordsOf(text);
  const code = [...blocks.map((block) => block.code), ...words].join('\n');

  test('names npm scripts that are there', () => {
    const scripts = [...code.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, run, short]) => run ?? short);
    expect(scripts.filter((script) => !((script ?? '') in packageJson.scripts))).toEqual([]);
  });

  test('names variables that are there', () => {
    const alone = words.flatMap((word) => word.match(/^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+/) ?? []);
    const set = [...code.matchAll(/(?:^|[\s-])([A-Z][A-Z_\d]*_[A-Z_\d]+)=/gm)].map(([, name = '']) => name);
    // Pages of `docs/design` speak of Google's API, whose words look like variables: `MAX_TOKENS`.
    const googles = path.startsWith('docs/design/') ? alone : [];
    expect([...alone, ...set].filter((name) => !isKnown(name) && !googles.includes(name))).toEqual([]);
  });

  test('names files of the repository that are there', () => {
    const paths = [...code.matchAll(/(?:^|[\s`"'])((?:src|test|options|docs)\/[\w./,{}-]+)/gm)]
      .flatMap(([, path = '']) => alternatives(path))
      .filter((path) => !path.endsWith('/'));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('names words that the command understands', () => {
    const used = [...code.matchAll(/hajimi-relay(?:\.js)?((?: --?[\w-]+(?: [\w./]+)?)+)/g)].map(([, rest = '']) =>
      rest.trim().split(' '),
    );
    expect(used.filter((words) => readCommand(words).does === 'refuse')).toEqual([]);
  });
});

describe.each(['en', 'zh'] as const)('docs/%s', (language) => {
  test('migration.md: each variable has the default that is said', () => {
    const rows = rowsOf(readGuide(`docs/${language}/migration.md`).text).filter((row) => row.length === 4);
    const said = rows.flatMap(([name = '', , here = '']) => {
      const variable = name.slice(1, -1);
      return defaults.has(variable) && here !== '–'
        ? [[variable, here.replace(/^(empty|空)$/, '').replaceAll('`', '')]]
        : [];
    });
    expect(said.length).toBeGreaterThan(30);
    expect(said).toEqual(said.map(([variable = '']) => [variable, defaults.get(variable)]));
  });

  test('migration.md: each variable without effect is there, with its reason', () => {
    const { text } = readGuide(`docs/${language}/migration.md`);
    expect(Object.keys(retired).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
    expect(Object.values(retired).filter((why) => !text.includes(why[language]))).toEqual([]);
  });

  test('frontends.md: the addresses are those of the page “Connect”', () => {
    const sections = readGuide(`docs/${language}/frontends.md`).text.split('\n## ');
    const place = { shell: 'extension', endpoint: `${virtualOrigin}/v1` } as const;
    for (const { name, fields, outsideOfBrowser } of frontendsFor(place, 'gemini-2.5-flash')) {
      if (outsideOfBrowser) continue;
      const section = sections.find((text) => text.startsWith(`${name}\n`)) ?? '';
      const addresses = fields.map(([, value]) => value).filter((value) => value.startsWith(virtualOrigin));
      expect(addresses).not.toEqual([]);
      for (const address of addresses)
        expect([name, section]).toEqual([name, expect.stringContaining(`\`${address}\``)]);
    }
  });
});

/** `a/{b,c}.ts` -> `a/b.ts`, `a/c.ts` */
function alternatives(path: string): string[] {
  const [whole, choices] = /\{([^}]*)\}/.exec(path) ?? [];
  if (whole === undefined || choices === undefined) return [path];
  return choices.split(',').map((choice) => path.replace(whole, choice));
}
