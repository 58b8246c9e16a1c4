import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockStorage, StorageError } from '../../../../src/relay/storage/lock.ts';

let directory: string;
let file: string;
let running: ChildProcess | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hajimi-lock-'));
  file = join(directory, 'relay.lock');
});
afterEach(() => {
  running?.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

/** What this process writes into a lock file. */
async function ownHolder(): Promise<{ pid: number; place: string; birth: string }> {
  const lock = await lockStorage(directory);
  const holder = JSON.parse(readFileSync(file, 'utf8'));
  lock.release();
  return holder;
}

/** A process of this machine that lives. */
function otherProcess(): number {
  running = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  return running.pid ?? 0;
}

/** A process that is dead and whose parent never asks how it ended. */
async function zombie(): Promise<{ readonly pid: number; readonly birth: string }> {
  const child = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  running = child;
  const pid = Number(String((await once(child.stdout, 'data'))[0]));
  // The shell would ask; what took its place does not.
  await expect.poll(() => readFileSync(`/proc/${child.pid}/comm`, 'utf8')).toBe('sleep\n');
  process.kill(pid, 'SIGKILL');
  const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  await expect.poll(() => stat()[0]).toBe('Z');
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return { pid, birth: `${boot} ${stat()[19]}` };
}

const left = (holder: object) => writeFileSync(file, JSON.stringify(holder));
const touched = (ms: number) => utimesSync(file, new Date(ms), new Date(ms));

async function taken(): Promise<boolean> {
  const lock = await lockStorage(directory, 60);
  expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
  lock.release();
  expect(existsSync(file)).toBe(false);
  return true;
}

describe('a lock file that was left behind', () => {
  it('by a process that is gone', async () => {
    left({ ...(await ownHolder()), pid: 2 ** 22 - 3 });
    expect(await taken()).toBe(true);
  });

  it('by a process whose id this one got', async () => {
    left(await ownHolder());
    expect(await taken()).toBe(true);
  });

  it.runIf(process.platform === 'linux')('by a process whose id a third one got', async () => {
    left({ ...(await ownHolder()), pid: otherProcess(), birth: 'another boot 1' });
    expect(await taken()).toBe(true);
  });

  it.runIf(process.platform === 'linux')('by a process that was killed and that nobody has taken note of', async () => {
    const { pid, birth } = await zombie();
    for (const known of [birth, '']) {
      left({ ...(await ownHolder()), pid, birth: known });
      expect(await taken()).toBe(true);
    }
  });

  it('before the machine started, where processes have no birth', async () => {
    left({ ...(await ownHolder()), pid: otherProcess(), birth: '' });
    touched(Date.now() - uptime() * 1_000 - 60_000);
    expect(await taken()).toBe(true);
  });

  it('by a container that has been silent for long, without waiting', async () => {
    left({ ...(await ownHolder()), place: 'elsewhere' });
    touched(Date.now() - 120_000);
    (await lockStorage(directory, 1e9)).release();
  });

  it('by a container that was killed just now', async () => {
    left({ ...(await ownHolder()), place: 'elsewhere' });
    expect(await taken()).toBe(true);
  });

  it.each(['', '{"pid":', '[]', '{"pid":"1"}'])('half written: %j', async (content) => {
    writeFileSync(file, content);
    expect(await taken()).toBe(true);
  });
});

describe('the lock of a relay that lives', () => {
  it('keeps others out, in plain words', async () => {
    const pid = otherProcess();
    left({ ...(await ownHolder()), pid, birth: '' });
    const refused = lockStorage(directory);
    await expect(refused).rejects.toThrow(StorageError);
    await expect(refused).rejects.toThrow(`${directory} is in use by another relay (process ${pid})`);
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(pid);
  });

  it('keeps others out across containers, by its heartbeat', async () => {
    left({ ...(await ownHolder()), place: 'elsewhere' });
    const heart = setInterval(() => touched(Date.now()), 5);
    await expect(lockStorage(directory, 300)).rejects.toThrow(StorageError);
    clearInterval(heart);
  });

  it('keeps the same process out, until it is released', async () => {
    const lock = await lockStorage(directory);
    await expect(lockStorage(directory)).rejects.toThrow(StorageError);
    lock.release();
    lock.release();
    expect(await taken()).toBe(true);
  });
});
