import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** A script that Redis runs as one step. */
export interface Script<Reply> {
  run(redis: Redis, keys: readonly string[], args: readonly string[]): Promise<Reply>;
}

/**
 * Sends the text only to a Redis that does not know it yet.
 * @param lua returns a `Reply`: an integer, or a list of them.
 */
export function createScript<Reply extends number | readonly number[]>(lua: string): Script<Reply> {
  const sha = createHash('sha1').update(lua).digest('hex');
  return {
    async run(redis, keys, args) {
      // As one array: thousands of arguments would not fit on the stack.
      const rest = [keys.length, ...keys].concat(args as string[]);
      try {
        return (await redis.call('EVALSHA', [sha, ...rest])) as Reply;
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return (await redis.call('EVAL', [lua, ...rest])) as Reply;
      }
    },
  };
}
