/** Keeps a second relay out of a storage folder, also when the first one was killed and could not clean up. */

import { readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Phrase } from '../../core/errors.ts';
import { parseObject } from '../../core/utils/json/json.ts';
import { isCode } from '../node-error.ts';

/** The storage folder cannot be used; says why and what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  constructor(readonly phrase: Phrase) {
    super(phrase.en);
  }
}

export interface StorageLock {
  release(): void;
}

/** Who holds the folder, as its lock file says. */
interface Holder {
  readonly pid: number;
  /** Process ids mean something only within one place: a machine, or a container on it. */
  readonly place: string;
  /** Tells the process from a later one with the same id; empty where the platform does not say. */
  readonly birth: string;
}

/** The holder touches its file so often, in ms. */
const heartbeat = 3_000;
/** A holder in another container that has been silent for so long is gone, in ms. */
const longestSilence = 60_000;
/** Two relays that clear away the same stale file see within this time which of them is too late, in ms. */
const settling = 50;

/** Folders that this process holds: its own id in a lock file is otherwise taken for that of a killed predecessor. */
const held = new Set<string>();

/**
 * @param directory an existing folder
 * @param patience so long we listen for the heartbeat of a holder in another container, in ms
 * @throws {StorageError} when another relay holds it.
 */
export async function lockStorage(directory: string, patience = 2.5 * heartbeat): Promise<StorageLock> {
  const file = join(directory, 'relay.lock');
  if (held.has(file)) throw inUse(directory, process.pid);
  held.add(file);
  try {
    const mine = JSON.stringify(self());
    await create(file, mine, directory, patience);
    await sleep(settling);
    if (read(file) !== mine) throw inUse(directory);
  } catch (error) {
    held.delete(file);
    throw error;
  }
  const timer = setInterval(() => touch(file), heartbeat).unref();
  return {
    release() {
      clearInterval(timer);
      if (held.delete(file)) rmSync(file, { force: true });
    },
  };
}

async function create(file: string, content: string, directory: string, patience: number): Promise<void> {
  for (;;) {
    try {
      writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    let theirs = read(file);
    if (parseHolder(theirs) === undefined) {
      await sleep(settling); // It may be in the middle of being written.
      theirs = read(file);
    }
    const holder = parseHolder(theirs);
    if (holder !== undefined && (await isAlive(holder, file, patience))) throw inUse(directory, holder.pid);
    if (read(file) === theirs) rmSync(file, { force: true });
  }
}

async function isAlive({ pid, place, birth }: Holder, file: string, patience: number): Promise<boolean> {
  const own = self();
  if (place !== own.place) return beats(file, patience);
  if (pid === own.pid || !exists(pid) || isDead(pid)) return false;
  const now = birthOf(pid);
  if (birth !== '' && now !== '') return birth === now;
  // The id was given anew if the machine has started since the last heartbeat.
  return touchedAt(file) > Date.now() - uptime() * 1_000;
}

async function beats(file: string, patience: number): Promise<boolean> {
  const before = touchedAt(file);
  if (Math.abs(Date.now() - before) > longestSilence) return false;
  await sleep(patience);
  return touchedAt(file) !== before;
}

function self(): Holder {
  return { pid: process.pid, place: `${hostname()} ${linkOr('/proc/self/ns/pid', '')}`, birth: birthOf(process.pid) };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, 'ESRCH');
  }
}

/** On Linux: killed, and only its parent has not asked yet how it ended (a zombie, or dead altogether). */
const isDead = (pid: number): boolean => ['Z', 'X'].includes(statOf(pid)[0] ?? '');

/** On Linux: the boot and the clock tick in which the process started, field 22 of `stat`. */
function birthOf(pid: number): string {
  const boot = readOr('/proc/sys/kernel/random/boot_id', '').trim();
  const tick = statOf(pid)[19];
  return boot === '' || tick === undefined ? '' : `${boot} ${tick}`;
}

/** The fields of a process from its state on (`proc(5)`, field 3 of `stat`); none where the platform has no such file. */
function statOf(pid: number): readonly string[] {
  const stat = readOr(`/proc/${pid}/stat`, '');
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function parseHolder(content: string): Holder | undefined {
  const { pid, place, birth } = parseObject(content) ?? {};
  if (typeof pid !== 'number' || typeof place !== 'string' || typeof birth !== 'string') return undefined;
  return { pid, place, birth };
}

const inUse = (directory: string, pid?: number): StorageError =>
  new StorageError({
    en:
      `The storage folder ${directory} is in use by another relay${pid === undefined ? '' : ` (process ${pid})`}. ` +
      'Stop that one first, or give this one a STORAGE_DIR of its own.',
    zh: `存储文件夹 ${directory} 正被另一个中转使用${pid === undefined ? '' : `（进程 ${pid}）`}。请先停止它，或为此中转设置其他 STORAGE_DIR。`,
  });

const read = (file: string): string => readOr(file, '');

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}

function linkOr(file: string, otherwise: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return otherwise;
  }
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // The folder is gone, and with it what the lock protects.
  }
}

const touchedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
