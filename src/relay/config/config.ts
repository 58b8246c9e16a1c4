/** What the relay was told by its environment, checked before anything starts. */
import { join } from 'node:path';
import {
  parseSetting,
  parseValue,
  SettingError,
  type Settings,
  settingNames,
  settingsTable,
} from '../../contract/settings/table.ts';
import type { TimeOuts } from '../http/timeouts.ts';
import type { OutboundProxy } from '../ports/fetch.ts';
import type { RedisPlace } from '../storage/redis/address.ts';
import { dataFolder } from './data-folder.ts';
import { type KeyTexts, readKeyTexts } from './keys.ts';
import { isLoopback } from './loopback.ts';
import { type Env, type VariableName, type VariableValue, variables } from './variables.ts';

export interface RelayConfig extends KeyTexts {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** The owner's own. Undefined where nobody chose one that the clients do not have: then one is made. */
  readonly webPassword: string | undefined;
  /** Absent: in memory only. */
  readonly storageDir?: string;
  /** Present: keys, settings and counts are there, and `storageDir` is not used. */
  readonly redis?: RedisPlace;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** Reverse proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: number;
  /** How Google is reached; absent: directly. */
  readonly proxy?: OutboundProxy;
  /** Bytes. */
  readonly maxBody: number;
  readonly timeOuts: TimeOuts;
  /** Path of the config page, with a slash at the beginning and none at the end but for `/`. */
  readonly pagePath: string;
  readonly logLevel: VariableValue<'LOG_LEVEL'>;
  readonly logFormat: VariableValue<'LOG_FORMAT'>;
  /** Seals what `--export` writes and opens what `--import` reads; empty: neither. */
  readonly backupPassphrase: string;
  /** Settings of the one table that the environment fixes. */
  readonly settings: Partial<Settings>;
}

/** A password of fewer characters on a network is found by whoever goes on trying. */
const SHORTEST_PASSWORD = 8;

/** The variables that hold a password which is too short for where the relay listens. */
export function shortPasswords({
  host,
  password,
  webPassword,
}: Pick<RelayConfig, 'host' | 'password' | 'webPassword'>): readonly VariableName[] {
  if (isLoopback(host)) return [];
  const isShort = (word: string) => word.length < SHORTEST_PASSWORD;
  return [
    ...(isShort(password) ? (['PASSWORD'] as const) : []),
    ...(webPassword !== undefined && isShort(webPassword) ? (['WEB_PASSWORD'] as const) : []),
  ];
}

/** Every problem of an environment at once, each with its variable's name and what is allowed. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** @throws {EnvError} */
export function readConfig(env: Env, platform: NodeJS.Platform = process.platform): RelayConfig {
  const problems: string[] = [];
  const read = <N extends VariableName>(name: N) => readVariable(name, env, problems);
  const host = read('HOST')
    .trim()
    .replace(/^\[(.*)\]$/, '$1');
  const password = unquoted(read('PASSWORD'));
  const storage = read('ENABLE_STORAGE') ? { storageDir: read('STORAGE_DIR') || dataFolder(env, platform) } : {};
  const proxy = { https: read('HTTPS_PROXY'), http: read('HTTP_PROXY'), except: read('NO_PROXY') };
  const redis = { url: read('REDIS_URL').trim(), prefix: read('REDIS_PREFIX') };
  const config = {
    host,
    port: read('PORT'),
    password,
    webPassword: anotherThan(password, unquoted(read('WEB_PASSWORD'))),
    ...storage,
    ...(redis.url === '' ? {} : { redis }),
    allowedHosts: read('ALLOWED_HOSTS'),
    allowedOrigins: read('ALLOWED_ORIGINS'),
    // One of Hugging Face's stands in front of every Space, and nobody can call it in another way.
    trustedProxies: given(env, 'TRUSTED_PROXIES') === undefined && given(env, 'SPACE_ID') ? 1 : read('TRUSTED_PROXIES'),
    ...(proxy.https === '' && proxy.http === '' ? {} : { proxy }),
    maxBody: read('MAX_BODY_MB') * 1024 * 1024,
    timeOuts: { head: read('REQUEST_HEAD_TIMEOUT') * 1000, idle: read('REQUEST_IDLE_TIMEOUT') * 1000 },
    pagePath: `/${read('DASHBOARD_URL').replace(/^\/|\/$/g, '')}`,
    logLevel: read('LOG_LEVEL'),
    logFormat: read('LOG_FORMAT'),
    ...readKeyTexts(
      {
        env,
        invalid: read('INVALID_API_KEYS'),
        express: read('VERTEX_EXPRESS_API_KEY'),
        accounts: read('GOOGLE_CREDENTIALS_JSON'),
        accountFolder: read('CREDENTIALS_DIR'),
        usualAccountFolder: storage.storageDir && join(storage.storageDir, 'credentials'),
      },
      problems,
    ),
    backupPassphrase: read('BACKUP_PASSPHRASE'),
    settings: readSettings(env, problems),
  };
  if (!isLoopback(host)) problems.push(...passwordProblems(config));
  if (problems.length > 0) throw new EnvError(problems);
  return config;
}

/** Compose files and shells hand on variables that nobody filled in; empty is as good as absent. */
const given = (env: Env, name: string): string | undefined => (env[name]?.trim() ? env[name] : undefined);

function readVariable<N extends VariableName>(name: N, env: Env, problems: string[]): VariableValue<N> {
  const fallback = variables[name].default as VariableValue<N>;
  const value = given(env, name) ?? (name.endsWith('_PROXY') ? given(env, name.toLowerCase()) : undefined);
  if (value === undefined) return fallback;
  try {
    return parseValue(variables[name], value, (allowed) => {
      throw new EnvError([`${name} ${allowed}`]);
    }) as VariableValue<N>;
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    problems.push(...error.problems);
    return fallback;
  }
}

function readSettings(env: Env, problems: string[]): Partial<Settings> {
  const found: Array<[string, unknown]> = [];
  for (const name of settingNames) {
    const value = given(env, settingsTable[name].env);
    if (value === undefined) continue;
    try {
      found.push([name, parseSetting(name, value)]);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      problems.push(`${settingsTable[name].env} ${error.allowed}`);
    }
  }
  return Object.fromEntries(found);
}

/** Windows' `set` and hand-written env files leave quotes on, and a header cannot carry spaces at its ends. */
const unquoted = (value: string): string =>
  value
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();

/** The clients' password in the place of the owner's is none. */
const anotherThan = (password: string, webPassword: string): string | undefined =>
  webPassword === '' || webPassword === password ? undefined : webPassword;

function passwordProblems({ host, password, webPassword }: RelayConfig): string[] {
  const known = variables.PASSWORD.default;
  return [
    ...(password === known ? [`PASSWORD must be one of your own, not ${known}, to listen on ${host}`] : []),
    ...(webPassword === known ? [`WEB_PASSWORD must be one of your own, not ${known}, to listen on ${host}`] : []),
  ];
}
