import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What `/health` says as soon as it says anything.
 * @throws when the process ends before.
 */
export async function untilHealthy(port: string, relay: ChildProcess): Promise<unknown> {
  while (relay.exitCode === null && relay.signalCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    if (answer?.ok) return answer.json();
    await sleep(100);
  }
  throw new Error(`the relay ended with ${relay.exitCode ?? relay.signalCode}`);
}
