/** `--check`: what the relay would do with this environment. Shows no secret. */

import { type SettingName, settingsTable } from '../../contract/settings/table.ts';
import type { Language } from '../../core/errors.ts';
import { parseKeys } from '../../core/pool/keys/parse-keys.ts';
import { originOf } from '../../core/utils/net/url-login.ts';
import { words } from '../../i18n/cli.ts';
import type { RelayConfig } from '../config/config.ts';
import { retiredIn } from '../config/deprecated.ts';
import type { Env } from '../config/variables.ts';
import { variables } from '../config/variables.ts';

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
