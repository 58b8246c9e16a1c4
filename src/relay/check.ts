/** `--check`: what the relay would do with this environment. Shows no secret. */
import type { Language } from '../core/errors.ts';
import { parseKeys } from '../core/pool/parse-keys.ts';
import { type SettingName, settingsTable } from '../core/settings.ts';
import { originOf } from '../core/url-login.ts';
import type { Env, RelayConfig } from './config.ts';
import { retiredIn } from './retired.ts';
import { variables } from './variables.ts';
import { words } from './words.ts';

/** Where the configuration comes from. */
interface Sources {
  /** Names of the variables in the `.env` file. */
  readonly envFile: readonly string[];
  readonly env: Env;
}

export function checkText(config: RelayConfig, { envFile, env }: Sources, language: Language): string {
  const say = words[language];
  const { host, port, password, webPassword, storageDir, redis, settings } = config;
  const known = (value: string) =>
    value === variables.PASSWORD.default ? say.passwordIsDefault(value) : say.passwordIsOwn;
  const fixed = Object.entries(settings).map(([name, value]) => `${settingsTable[name as SettingName].env}=${value}`);
  const rows: ReadonlyArray<readonly [string, string]> = [
    [say.listens, `${host}:${port}`],
    [say.password, known(password)],
    [say.webPassword, webPassword === undefined ? say.madePassword : known(webPassword)],
    [say.keys, String(new Set(config.keyTexts.flatMap(parseKeys).map(({ secret }) => secret)).size)],
    [say.storage, redis === undefined ? (storageDir ?? say.inMemory) : `${originOf(redis.url)} (${redis.prefix})`],
    [say.envFile, envFile.length === 0 ? say.none : envFile.join(', ')],
    [say.fixed, fixed.length === 0 ? say.none : fixed.join(', ')],
  ];
  const told = [
    ...rows.map(([name, value]) => `${name}: ${value}`),
    ...retiredIn(env, language).map(([name, why]) => say.retired(name, why)),
  ];
  return told.map((line) => `${line}\n`).join('');
}
