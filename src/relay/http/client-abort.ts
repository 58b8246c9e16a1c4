import type { ServerResponse } from 'node:http';
import type { ProxyError } from '../../core/errors.ts';
import { createEnding, type Ending, type OwnEnding } from '../../core/utils/ending.ts';

/** The requests that have no whole answer yet. */
export interface Underway {
  /** Comes when the client leaves before its answer is out, or when we end it. */
  watch(response: ServerResponse): Ending;
  /** Ends all of them. Whoever is still there is told why, in its own dialect. */
  end(why: ProxyError): void;
}

export function createUnderway(): Underway {
  const open = new Set<OwnEnding>();
  return {
    watch(response) {
      const own = createEnding();
      open.add(own);
      response.once('close', () => {
        open.delete(own);
        if (!response.writableFinished) own.end(new DOMException('The client has left', 'AbortError'));
      });
      return own.ending;
    },
    end(why) {
      for (const own of open) own.end(why);
    },
  };
}
