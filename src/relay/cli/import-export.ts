/** `--import` and `--export`: the config page's own backup, without the page. */

import { readFile, writeFile } from 'node:fs/promises';
import type { AddressChange, BackupPlan } from '../../contract/backup.ts';
import { settingsTable } from '../../contract/settings/table.ts';
import type { Hajimi } from '../../core/create-hajimi.ts';
import type { Language, OpenAIErrorBody } from '../../core/errors.ts';
import { parseJson } from '../../core/utils/json/json.ts';
import { fromRequest, toResponse } from '../../core/web.ts';
import { words } from '../../i18n/cli.ts';
import type { RelayConfig } from '../config/config.ts';
import { type CoreDeps, startCore } from '../create-core.ts';
import { isCode } from '../node-error.ts';

/** Marks what must not be passed over; on a terminal in red. */
type Alarm = (text: string) => string;

/**
 * Takes in a backup, or the original's `settings.json`.
 * @param how `addresses`: whether what decides where keys are sent is taken over, too
 * @returns what was done, in words.
 * @throws {Error} that says why not, in words.
 */
export async function importFile(
  config: RelayConfig,
  deps: CoreDeps,
  file: string,
  language: Language,
  { addresses = false, alarm = (text) => text }: { readonly addresses?: boolean; readonly alarm?: Alarm } = {},
): Promise<string> {
  const say = words[language];
  if (config.storageDir === undefined && config.redis === undefined) throw new Error(say.nothingKept);
  const text = await readFile(file, 'utf8').catch((error) => {
    throw isCode(error, 'ENOENT') ? new Error(say.noFile(file)) : error;
  });
  const content = parse(text, say.notJson(file));
  const passphrase = passphraseOf(config);
  const done = await withCore(config, { ...deps, mustKeep: true }, (hajimi) =>
    ask<BackupPlan>(hajimi, '/backup/restore', { file: content, addresses, ...passphrase }, language),
  );
  const changed = done.settings.map(({ name, to }) => `${settingsTable[name].env}=${to}`);
  return [
    say.imported(done.keysAdded, done.keysChanged, done.keysSame),
    say.settingsSet(changed.length === 0 ? say.none : changed.join(', ')),
    ...addressLines(done.addresses, addresses, language).map(alarm),
  ].join('\n');
}

/** Lines of their own: a file of somebody else could send all keys elsewhere. */
function addressLines(changes: readonly AddressChange[], taken: boolean, language: Language): string[] {
  const say = words[language];
  if (changes.length === 0) return [];
  return [
    taken ? say.addressesTaken : say.addressesLeft,
    ...changes.map((change) => {
      const what = 'setting' in change ? settingsTable[change.setting].env : say.proxyOf(change.key);
      return `  ${what}: ${change.from || say.none} -> ${change.to || say.none}`;
    }),
  ];
}

/**
 * Writes everything into a new file that only its owner may read.
 * @returns what was done, in words.
 * @throws {Error} that says why not, in words.
 */
export async function exportFile(
  config: RelayConfig,
  deps: CoreDeps,
  file: string,
  language: Language,
): Promise<string> {
  const say = words[language];
  const wish = { keys: true, ...passphraseOf(config) };
  const backup = await withCore(config, deps, (hajimi) => ask<object>(hajimi, '/backup', wish, language));
  // Never over an older one: a mistaken name would cost the keys in it.
  await writeFile(file, `${JSON.stringify(backup, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' }).catch((error) => {
    throw isCode(error, 'EEXIST') ? new Error(say.fileExists(file)) : error;
  });
  return say.exported(file, config.backupPassphrase !== '');
}

const passphraseOf = ({ backupPassphrase }: RelayConfig) =>
  backupPassphrase === '' ? {} : { passphrase: backupPassphrase };

async function withCore<T>(config: RelayConfig, deps: CoreDeps, use: (hajimi: Hajimi) => Promise<T>): Promise<T> {
  const hajimi = await startCore(config, deps, here);
  try {
    return await use(hajimi);
  } finally {
    await hajimi.close();
  }
}

/** Nobody calls it: the core only wants to name an address. */
const here = 'http://127.0.0.1';

async function ask<T>(hajimi: Hajimi, path: string, body: object, language: Language): Promise<T> {
  const request = new Request(`${here}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': language },
    body: JSON.stringify(body),
  });
  const response = toResponse(await hajimi.answer(fromRequest(request, { id: 'hajimi', trust: 'owner' })));
  if (response.ok) return (await response.json()) as T;
  const { error } = (await response.json()) as OpenAIErrorBody;
  throw new Error(error.param === 'passphrase' ? `${error.message}. ${words[language].setPassphrase}` : error.message);
}

function parse(text: string, otherwise: string): unknown {
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  // What `JSON.parse` says quotes the text, and that may be a key.
  if (value === undefined) throw new Error(otherwise);
  return value;
}
