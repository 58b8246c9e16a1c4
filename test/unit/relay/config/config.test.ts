import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type SettingName,
  type SettingSpec,
  settingNames,
  settingsTable,
} from '../../../../src/contract/settings/table.ts';
import type { SettingView } from '../../../../src/contract/settings/value.ts';
import { parseKeys } from '../../../../src/core/pool/keys/parse-keys.ts';
import { helpText } from '../../../../src/relay/cli/help.ts';
import { EnvError, readConfig, shortPasswords } from '../../../../src/relay/config/config.ts';
import type { Env } from '../../../../src/relay/config/variables.ts';
import { variableNames } from '../../../../src/relay/config/variables.ts';
import { startRelayProcess } from '../../../support/relay.ts';

const read = (env: Env) => readConfig({ HOME: '/home/ann', ...env }, 'linux');

function problems(env: Env): readonly string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

/** Texts and list items with a syntax of their own. */
const samples: Readonly<Record<string, string>> = {
  VERTEX_LOCATION: 'us-central1',
  FALLBACK_MODELS: 'gemini-2.5-pro > gemini-2.5-flash',
  MODEL_DAILY_LIMITS: 'gemini-2.5-pro=200',
  MODEL_ALIASES: 'fast=gemini-2.5-flash',
};

/** A value other than the default, as a person would write it, and what it means. */
function another(env: string, spec: SettingSpec): readonly [text: string, value: unknown] {
  switch (spec.kind) {
    case 'boolean':
      return [String(!spec.default), !spec.default];
    case 'integer':
    case 'number':
      return [String(spec.max), spec.max];
    case 'choice': {
      const other = spec.choices.find((choice) => choice !== spec.default) ?? '';
      return [other, other];
    }
    case 'url':
      return ['http://127.0.0.1:9100/', 'http://127.0.0.1:9100'];
    case 'list': {
      const item = samples[env] ?? 'a';
      return [item, [item]];
    }
    case 'text': {
      const text = samples[env] ?? 'other words';
      return [text, text];
    }
  }
}

const malformed: Partial<Record<SettingSpec['kind'], string>> = {
  boolean: 'perhaps',
  integer: '1.5',
  number: 'many',
  choice: 'none-of-these',
  url: 'ftp://x',
};

describe('the settings of the one table', () => {
  const rows = settingNames.map((name): [string, SettingName, SettingSpec] => [
    settingsTable[name].env,
    name,
    settingsTable[name],
  ]);

  it.each(rows)('%s reaches its setting', (env, name, spec) => {
    const [text, value] = another(env, spec);
    expect(read({ [env]: text }).settings).toEqual({ [name]: value });
    expect(read({ [env]: ' ' }).settings).toEqual({});
  });

  it('all of them at once are in force in a running relay, as what the environment fixes', async () => {
    const wanted = rows.map(([env, name, spec]) => [env, name, another(env, spec)] as const);
    const relay = await startRelayProcess(Object.fromEntries(wanted.map(([env, , [text]]) => [env, text])));
    const response = await fetch(`${relay.url}/api/settings`, { headers: { authorization: 'Bearer 123' } });
    const views = (await response.json()) as readonly SettingView[];
    await relay.stop();
    expect(views.map(({ name, value, source }) => [name, value, source])).toEqual(
      wanted.map(([, name, [, value]]) => [name, value, 'env']),
    );
  });

  it.each(rows.filter(([, , spec]) => spec.kind in malformed))('a malformed %s is refused by name', (env, _, spec) => {
    expect(problems({ [env]: malformed[spec.kind] })).toEqual([expect.stringMatching(new RegExp(`^${env} must be `))]);
  });
});

describe('the variables of the relay', () => {
  it('have the original’s defaults', () => {
    expect(read({})).toEqual({
      host: '127.0.0.1',
      port: 7860,
      password: '123',
      storageDir: '/home/ann/.local/share/hajimi',
      allowedHosts: [],
      allowedOrigins: [],
      trustedProxies: 0,
      maxBody: 100 * 1024 * 1024,
      timeOuts: { head: 30_000, idle: 120_000 },
      pagePath: '/',
      logLevel: 'info',
      logFormat: 'auto',
      keyTexts: [],
      expressKeyTexts: [],
      backupPassphrase: '',
      settings: {},
    });
  });

  const effects: ReadonlyArray<readonly [string, string, object]> = [
    ['HOST', '[::1]', { host: '::1' }],
    ['PORT', '0', { port: 0 }],
    ['PASSWORD', '"quoted"', { password: 'quoted', webPassword: undefined }],
    ['WEB_PASSWORD', 'page', { password: '123', webPassword: 'page' }],
    ['GEMINI_API_KEYS', 'AIzaSyA', { keyTexts: ['AIzaSyA'] }],
    ['GOOGLE_CREDENTIALS_JSON', '{"type":"service_account"}', { keyTexts: ['{"type":"service_account"}'] }],
    ['VERTEX_EXPRESS_API_KEY', 'AQ.express', { expressKeyTexts: ['AQ.express'] }],
    ['BACKUP_PASSPHRASE', 'open sesame', { backupPassphrase: 'open sesame' }],
    ['STORAGE_DIR', '/data', { storageDir: '/data' }],
    ['REDIS_URL', 'rediss://:pw@db.lan:6380/2', { redis: { url: 'rediss://:pw@db.lan:6380/2', prefix: 'hajimi' } }],
    ['ALLOWED_HOSTS', 'box.lan, nas', { allowedHosts: ['box.lan', 'nas'] }],
    ['ALLOWED_ORIGINS', 'https://a.test;https://b.test', { allowedOrigins: ['https://a.test', 'https://b.test'] }],
    ['TRUSTED_PROXIES', '2', { trustedProxies: 2 }],
    ['MAX_BODY_MB', '2', { maxBody: 2_097_152 }],
    ['REQUEST_HEAD_TIMEOUT', '2.5', { timeOuts: { head: 2500, idle: 120_000 } }],
    ['REQUEST_IDLE_TIMEOUT', '5', { timeOuts: { head: 30_000, idle: 5000 } }],
    ['DASHBOARD_URL', '/my/page/', { pagePath: '/my/page' }],
    ['HTTPS_PROXY', 'http://p:1', { proxy: { https: 'http://p:1', http: '', except: '' } }],
    ['HTTP_PROXY', 'http://p:2', { proxy: { https: '', http: 'http://p:2', except: '' } }],
    ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
    ['LOG_FORMAT', 'json', { logFormat: 'json' }],
  ];

  it.each(effects)('%s has its effect', (name, text, effect) => {
    expect(read({ [name]: text })).toMatchObject(effect);
  });

  it('ENABLE_STORAGE=false keeps nothing, whatever STORAGE_DIR says', () => {
    expect(read({ ENABLE_STORAGE: 'false', STORAGE_DIR: '/data' })).not.toHaveProperty('storageDir');
  });

  it('of the proxy may be written small, and NO_PROXY goes with them', () => {
    const env = { https_proxy: 'http://p:1', NO_PROXY: 'localhost,.lan' };
    expect(read(env).proxy).toEqual({ https: 'http://p:1', http: '', except: 'localhost,.lan' });
    expect(problems({ HTTPS_PROXY: 'socks5://p' })).toEqual(['HTTPS_PROXY must be an http:// or https:// URL']);
  });

  it('of a URL names what is wrong with its password, and not the password', () => {
    const wrong = 'has a % in its user or password that begins no escape; write %25 for the sign itself';
    for (const name of ['HTTPS_PROXY', 'HTTP_PROXY']) {
      expect(problems({ [name]: 'http://u:50%off@h:1' })).toEqual([`${name} ${wrong}`]);
      expect(problems({ [name.toLowerCase()]: 'http://u:50%off@h:1' })).toEqual([`${name} ${wrong}`]);
    }
    expect(problems({ REDIS_URL: 'redis://:50%off@h:1' })).toEqual([`REDIS_URL ${wrong}`]);
    expect(read({ HTTPS_PROXY: 'http://u:50%25off@h:1' }).proxy?.https).toBe('http://u:50%25off@h:1');
  });

  it('REDIS_PREFIX goes with REDIS_URL', () => {
    expect(read({ REDIS_URL: 'redis://db', REDIS_PREFIX: 'mine' }).redis).toEqual({
      url: 'redis://db',
      prefix: 'mine',
    });
    expect(problems({ REDIS_URL: 'http://db', REDIS_PREFIX: 'a b' })).toEqual([
      'REDIS_URL must be a redis:// or rediss:// URL',
      'REDIS_PREFIX must be letters, digits, ".", "_" or "-"',
    ]);
  });

  it('are all tested here', () => {
    const apart = ['ENABLE_STORAGE', 'NO_PROXY', 'REDIS_PREFIX', 'INVALID_API_KEYS', 'CREDENTIALS_DIR'];
    expect([...effects.map(([name]) => name), ...apart].sort()).toEqual([...variableNames].sort());
  });

  it('take numbered keys in the order of their numbers, over gaps, and others’ names in peace', () => {
    const env = { GEMINI_API_KEYS_10: 'c', GEMINI_API_KEYS_2: 'b', GEMINI_API_KEYS: 'a', GEMINI_API_KEYS_OLD: 'x' };
    expect(read({ ...env, GEMINI_API_KEYS_3: '', HAJIMI_FUTURE: '1' }).keyTexts).toEqual(['a', 'b', 'c']);
  });

  it('INVALID_API_KEYS are left out wherever they stand', () => {
    const keys = [1, 2, 3].map((n) => `AIzaSy${String(n).padEnd(33, '_')}`);
    const [one = '', two = '', three = ''] = keys;
    const env = {
      GEMINI_API_KEYS: `${one},${two}`,
      VERTEX_EXPRESS_API_KEY: three,
      INVALID_API_KEYS: `${two}\n${three}`,
    };
    const { keyTexts, expressKeyTexts } = read(env);
    expect([parseKeys(keyTexts.join()).map(({ secret }) => secret), expressKeyTexts]).toEqual([[one], []]);
  });

  it('CREDENTIALS_DIR gives its JSON files, and without it the folder "credentials" of STORAGE_DIR', () => {
    const STORAGE_DIR = mkdtempSync(join(tmpdir(), 'hajimi-credentials-'));
    const folder = join(STORAGE_DIR, 'credentials');
    mkdirSync(folder);
    for (const name of ['b.json', 'a.json', 'readme.txt']) writeFileSync(join(folder, name), `{"of":"${name}"}`);
    const texts = ['{"of":"a.json"}', '{"of":"b.json"}'];
    expect(read({ CREDENTIALS_DIR: folder }).keyTexts).toEqual(texts);
    expect(read({ STORAGE_DIR }).keyTexts).toEqual(texts);
    expect(problems({ CREDENTIALS_DIR: join(folder, 'a.json') })).toEqual([
      expect.stringMatching(/^CREDENTIALS_DIR must be a folder/),
    ]);
    rmSync(STORAGE_DIR, { recursive: true });
  });

  it('are refused all at once when several are malformed', () => {
    expect(problems({ PORT: '70000', ENABLE_STORAGE: 'maybe', LOG_LEVEL: 'loud', MAX_RETRY_NUM: '-1' })).toEqual([
      'ENABLE_STORAGE must be true or false',
      'PORT must be a whole number from 0 to 65535',
      'LOG_LEVEL must be one of debug, info, warn, error',
      'MAX_RETRY_NUM must be a whole number from 1 to 10000',
    ]);
  });
});

it('in a Space of Hugging Face, whose proxy is always there, one proxy is trusted unless somebody says otherwise', () => {
  expect(read({ SPACE_ID: 'me/relay' }).trustedProxies).toBe(1);
  expect(read({ SPACE_ID: 'me/relay', TRUSTED_PROXIES: '0' }).trustedProxies).toBe(0);
  expect(read({ SPACE_ID: '' }).trustedProxies).toBe(0);
});

describe('a short password', () => {
  it.each([
    [{}, []],
    [{ PASSWORD: 'short' }, []],
    [{ HOST: '0.0.0.0', PASSWORD: '1234567' }, ['PASSWORD']],
    [{ HOST: '0.0.0.0', PASSWORD: '12345678' }, []],
    [{ HOST: '::', PASSWORD: 'long enough', WEB_PASSWORD: 'short' }, ['WEB_PASSWORD']],
    [{ HOST: '::', PASSWORD: 'abc', WEB_PASSWORD: 'short' }, ['PASSWORD', 'WEB_PASSWORD']],
  ])('counts on a network: %j', (env, names) => {
    expect(shortPasswords(read(env))).toEqual(names);
  });
});

describe('the known password', () => {
  it.each(['127.0.0.1', 'localhost', '::1', '127.8.8.8'])('is enough on %s', (HOST) => {
    expect(problems({ HOST })).toEqual([]);
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'box.lan', '127.0.0.1.evil.test'])('is refused on %s', (HOST) => {
    expect(problems({ HOST })).toEqual([expect.stringContaining('PASSWORD must be one of your own')]);
    expect(problems({ HOST, PASSWORD: '123' })).toHaveLength(1);
    expect(problems({ HOST, PASSWORD: 'own', WEB_PASSWORD: '123' })).toEqual([expect.stringContaining('WEB_PASSWORD')]);
    expect(problems({ HOST, PASSWORD: 'own' })).toEqual([]);
  });
});

describe('the data folder', () => {
  it.each([
    ['linux', { HOME: '/h', XDG_DATA_HOME: '/x' }, '/x/hajimi'],
    ['darwin', { HOME: '/h' }, '/h/Library/Application Support/hajimi'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/hajimi'],
  ] as const)('on %s is the user’s own', (platform, env, folder) => {
    expect(readConfig(env, platform).storageDir).toBe(folder);
  });
});

describe('helpText', () => {
  it.each(['en', 'zh'] as const)('lists every variable in %s', (language) => {
    const text = helpText(language);
    for (const name of [...variableNames, ...settingNames.map((setting) => settingsTable[setting].env)]) {
      expect(text).toContain(`  ${name} `);
    }
    expect(text).not.toContain('undefined');
  });
});
