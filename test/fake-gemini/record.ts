/** What the fake remembers of each request, and how it reads one off the socket. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface RecordedRequest {
  /** `models.list`, `models.get`, or Google's word after the colon: `generateContent`, `countTokens` ...; empty: unknown path. */
  readonly method: string;
  readonly verb: string;
  /** As it came, with any prefix, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** From `x-goog-api-key`, else `?key=`, else the bearer token; empty where none. */
  readonly key: string;
  /** Without `models/`; empty for `models.list`. */
  readonly model: string;
  /** Parsed JSON, the text where it is not JSON, undefined where there was none. */
  readonly body: unknown;
  /** Ms since the epoch. */
  readonly at: number;
  /** Chunks of the answer's body written so far. */
  chunksSent: number;
  /** The client closed the connection before the answer's end. */
  aborted: boolean;
  /** The exchange is over, one way or the other. */
  done: boolean;
}

export async function recordRequest(message: IncomingMessage): Promise<RecordedRequest> {
  const url = new URL(message.url ?? '/', 'http://fake');
  return {
    ...target(url.pathname, message.method ?? 'GET'),
    verb: message.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: message.headers,
    key: keyOf(message.headers, url.searchParams),
    body: await readBody(message),
    at: Date.now(),
    chunksSent: 0,
    aborted: false,
    done: false,
  };
}

/** Only the path's end counts, so the fake can stand behind any prefix, `/v1beta` or `/v1`, or Vertex' long paths. */
function target(path: string, verb: string): { method: string; model: string } {
  const found = /(?:^|\/)models(?:\/([^/:]+))?(?::(\w+))?$/.exec(path);
  if (found === null) return { method: '', model: '' };
  const model = decodeURIComponent(found[1] ?? '');
  const action = found[2];
  if (verb === 'GET' && action === undefined) return { method: model === '' ? 'models.list' : 'models.get', model };
  return { method: verb === 'POST' ? (action ?? '') : '', model };
}

function keyOf(headers: IncomingHttpHeaders, query: URLSearchParams): string {
  const header = headers['x-goog-api-key'];
  if (typeof header === 'string') return header;
  return query.get('key') ?? headers.authorization?.replace(/^Bearer /i, '') ?? '';
}

async function readBody(message: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  if (pieces.length === 0) return undefined;
  const text = Buffer.concat(pieces).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
