/** `/api/backup`. */

import type { SettingName } from './settings/table.ts';
import type { SettingValue } from './settings/value.ts';

/** `POST /api/backup` */
export interface BackupWish {
  /** Whether the keys are to be in it. */
  readonly keys: boolean;
  /** Seals it. */
  readonly passphrase?: string;
}

/** A file that a person chose, with what opens it where it is sealed. */
export interface OpenedFile {
  readonly file: unknown;
  readonly passphrase?: string;
}

/** `POST /api/backup/restore`, and before it `POST /api/backup/plan` */
export interface RestoreWish extends OpenedFile {
  /** Whether what decides where keys are sent is taken over, too. */
  readonly addresses?: boolean;
}

/** `POST /api/backup/plan`: what restoring a file would change. */
export interface BackupPlan {
  /** When the file was made, in ms. */
  readonly createdAt: number;
  /** Whether keys are in it at all. */
  readonly withKeys: boolean;
  readonly keysAdded: number;
  /** Keys of the pool that would get another label, note, switch or limit. */
  readonly keysChanged: number;
  readonly keysSame: number;
  /** Names of clients that are added, or get another password, switch or limit. */
  readonly clients: readonly string[];
  /** Sites that are added, or may something else; those that are allowed still need the browser's permission. */
  readonly sites: ReadonlyArray<{ readonly origin: string; readonly allowed: boolean; readonly takeOver: boolean }>;
  /** But for those in `addresses`. */
  readonly settings: ReadonlyArray<{
    readonly name: SettingName;
    readonly from: SettingValue;
    readonly to: SettingValue;
  }>;
  /** Made only where `POST /api/backup/restore` has `addresses: true`. */
  readonly addresses: readonly AddressChange[];
}

/** Keys would go somewhere else: by a setting, or by the proxy of one key. Empty: no proxy. */
export type AddressChange = { readonly from: string; readonly to: string } & (
  | { readonly setting: SettingName }
  /** Masked. Proxies are told without user and password. */
  | { readonly key: string }
);
