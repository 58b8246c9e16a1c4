/** Which call to Hajimi's own API stands for a call to SillyTavern's server. */
import { ProxyError } from '../../errors.ts';
import { type Bytes, bodyOf, type Exchange, isPieces, type Reply } from '../../exchange.ts';
import { withoutSlashes } from '../../utils/net/path.ts';
import { readAll } from '../../utils/streams/read-all.ts';
import { fromPieces } from '../../utils/streams/source.ts';
import { fieldsIn } from './generate/additional-parameters.ts';
import { namedUrl } from './named-url.ts';
import type { TavernBody } from './wire.ts';

export type Dialect = 'openai' | 'google';

/** Google's sources and that of Anthropic have shapes of their own; all others are OpenAI's. */
export function dialectOf({ chat_completion_source: source }: TavernBody): Dialect {
  if (source === 'makersuite' || source === 'vertexai') return 'google';
  if (source !== 'claude') return 'openai';
  const reason = {
    en: 'Hajimi does not speak the language of Claude. Choose "Custom (OpenAI-compatible)" or "Google AI Studio".',
    zh: 'Hajimi 不支持 Claude 的接口格式。请选择“自定义（兼容 OpenAI）”或“Google AI Studio”。',
  };
  throw new ProxyError('unsupported', { field: 'chat_completion_source', reason });
}

/**
 * The URL of an endpoint below the address that the person typed, such as `/chat/completions` or `/models`. Google's base
 * stands without a version; one that was typed anyway is not doubled, nor is an endpoint.
 */
export function endpoint(body: TavernBody, dialect: Dialect, path: string, search = ''): URL {
  const base = namedUrl(body);
  if (typeof base !== 'string' || !URL.canParse(base)) {
    throw new ProxyError('invalid_value', { field: 'custom_url', reason: 'is not a URL' });
  }
  const url = new URL(base);
  const prefix = withoutEnd(withoutSlashes(url.pathname), '/chat/completions');
  url.pathname = dialect === 'google' ? `${prefix.replace(/\/v1(?:beta)?$/, '')}/v1beta${path}` : prefix + path;
  url.search = search;
  return url;
}

const withoutEnd = (text: string, end: string): string => (text.endsWith(end) ? text.slice(0, -end.length) : text);

/** Names SillyTavern to what answers, beside the headers that the person added in the Custom source. */
function headersFor(body: TavernBody, language: string | undefined): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  const added = body.chat_completion_source === 'custom' ? fieldsIn(body.custom_include_headers) : {};
  for (const [name, value] of Object.entries(added)) {
    // A name or value that no header can have is ignored like any other mistake in the box.
    const text = String(value).trim();
    if (NAME.test(name) && VALUE.test(text)) headers.set(name.toLowerCase(), text);
  }
  if (language !== undefined) headers.set('accept-language', language);
  headers.set('content-type', 'application/json');
  headers.set('x-hajimi-client', 'sillytavern');
  return headers;
}

/** RFC 9110, section 5.6.2. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** Bytes, without those that end a line or a header. */
const VALUE = /^[\t\x20-\xff]*$/;

/** The call that stands for one of the page's: to the model API, under the page's own name. @param content none: `GET` */
export function modelCall(page: Exchange, body: TavernBody, url: URL, content?: object): Exchange {
  const headers = headersFor(body, page.header('accept-language'));
  const bytes = new TextEncoder().encode(content === undefined ? '' : JSON.stringify(content));
  return {
    method: content === undefined ? 'GET' : 'POST',
    origin: url.origin,
    path: url.pathname,
    query: url.search,
    header: (name) => headers.get(name),
    headers: () => headers,
    ...bodyOf(() => fromPieces(bytes.length === 0 ? [] : [bytes]), bytes.length),
    caller: page.caller,
    ending: page.ending,
  };
}

/** What answers the model API. */
export type ModelApi = (exchange: Exchange) => Promise<Reply>;

/** The JSON of a whole answer. */
export async function jsonOf({ body }: Reply): Promise<unknown> {
  const decoder = new TextDecoder();
  const text = (piece: string | Bytes) => (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
  if (!isPieces(body)) return JSON.parse(body === null ? '' : text(body));
  let whole = '';
  await readAll(body, (piece) => {
    whole += text(piece);
  });
  return JSON.parse(whole);
}

export const isOk = ({ status }: Reply): boolean => status >= 200 && status < 300;
