/** What a person or program asks to see whether Hajimi is there, and how it does. */
import type { Handler } from './context.ts';
import { ProxyError } from './errors.ts';
import { jsonReply } from './exchange.ts';
import type { Pool } from './pool/pool.ts';
import type { Shell } from './shell.ts';
import type { Metrics } from './stats/metrics.ts';

export interface ShellHandlersDeps {
  readonly shell: Pick<Shell, 'version' | 'kind'>;
  readonly metrics: Metrics;
  readonly pool: Pick<Pool, 'status'>;
}

export function shellHandlers({
  shell: { version },
  metrics,
  pool,
}: ShellHandlersDeps): Readonly<Record<'health' | 'ready' | 'metrics', Handler>> {
  return {
    health: () => jsonReply({ status: 'ok', name: 'hajimi', version }),
    ready: () => jsonReply({ status: 'ready' }),
    metrics: () => ({
      status: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
      body: metrics.text({ version, keys: pool.status().keys }),
    }),
  };
}

/** A WebSocket never gets here: the relay takes it before, and a page's leaves without the extension. */
export const noWebSocket =
  (kind: Shell['kind']): Handler =>
  () => {
    throw new ProxyError('unsupported', { field: 'Live API', reason: reasons[kind] });
  };

const reasons = {
  extension: {
    en: 'the extension carries no WebSockets yet. Use the relay for it',
    zh: '扩展尚不支持 WebSocket，请使用中转',
  },
  relay: {
    en: 'it is a WebSocket, to be opened with ws:// or wss://',
    zh: '它是 WebSocket，请以 ws:// 或 wss:// 连接',
  },
} as const;
