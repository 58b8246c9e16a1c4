/** Which call of the model API stands for a call to SillyTavern's server. */
import { ProxyError } from '../../errors.ts';
import type { RequestHead } from '../../exchange.ts';
import type { Side } from '../../google/endpoints/provider.ts';
import { readNativePath } from '../../google/paths.ts';
import { meantPath, withoutSlashes } from '../../utils/net/path.ts';
import type { ReadBody } from '../delivery/read-json.ts';
import { fieldsIn } from './generate/additional-parameters.ts';
import { namedUrl } from './named-url.ts';
import type { TavernBody } from './wire.ts';

export type Dialect = 'openai' | 'google';

/** A body of the page, and what it asks for. */
export interface TavernCall extends Omit<ReadBody, 'value'> {
  readonly body: TavernBody;
  readonly dialect: Dialect;
}

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
 * Where the call goes that stands for the page's: below the address that the person typed. Google's base stands without a
 * version; one that was typed anyway is not doubled, nor is an endpoint.
 * @param path of the endpoint, such as `/chat/completions` or `/models`
 * @returns the side of Google that the address names; undefined where it names none
 * @throws {ProxyError} `unknown_path` where nothing of the kind is at that address
 */
export function sideOf(body: TavernBody, dialect: Dialect, method: 'GET' | 'POST', path: string): Side | undefined {
  const base = namedUrl(body);
  if (typeof base !== 'string' || !URL.canParse(base)) {
    throw new ProxyError('invalid_value', { field: 'custom_url', reason: 'is not a URL' });
  }
  const prefix = withoutEnd(withoutSlashes(new URL(base).pathname), '/chat/completions');
  const asked = dialect === 'google' ? `${prefix.replace(/\/v1(?:beta)?$/, '')}/v1beta${path}` : prefix + path;
  const meant = meantPath(asked);
  const [, side, rest] = /^(?:\/(aistudio|vertex))?(\/.*)$/.exec(meant) ?? [];
  const isThere =
    dialect === 'google' ? readNativePath(meant)?.path === `/v1beta${path}` : rest === path || rest === `/v1${path}`;
  if (!isThere) throw new ProxyError('unknown_path', { method, path: meant });
  return side as Side | undefined;
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

/** What a client of the model API would have said of itself in this call. */
export const headOf = (page: RequestHead, body: TavernBody): Pick<RequestHead, 'header'> => {
  const headers = headersFor(body, page.header('accept-language'));
  return { header: (name) => headers.get(name) };
};
