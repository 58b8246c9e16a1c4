import type { RpcStatus } from './rpc-status.ts';

const unit = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/**
 * Google's own word on when to come back, in ms from now; undefined where there is none. It is in `RetryInfo`, in the
 * sentence ("Please retry in 1h2m3.4s."), or in the `Retry-After` header as seconds or as a date.
 */
export function retryDelay(status: RpcStatus, headers?: Headers): number | undefined {
  const inSentence = /\b(?:retry in|reset after) ((?:\d+(?:\.\d+)?(?:ms|[dhms]) ?)+)/i.exec(status.message)?.[1];
  return duration(status.retryDelay) ?? duration(inSentence ?? '') ?? fromHeader(headers);
}

/** `34.4s`, `1h2m3s`, `850ms`; undefined for anything else. */
function duration(words: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[dhms]) ?)+$/.test(words)) return undefined;
  let ms = 0;
  for (const [, amount, name] of words.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)) {
    ms += Number(amount) * unit[name as keyof typeof unit];
  }
  return Math.ceil(ms);
}

function fromHeader(headers: Headers | undefined): number | undefined {
  const value = headers?.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  // A date counts from the server's own clock: ours may be wrong.
  const until = Date.parse(value) - Date.parse(headers?.get('date') ?? '');
  return Number.isFinite(until) && until >= 0 ? until : undefined;
}
