/** Which call to Hajimi's own API stands for a call to SillyTavern's server. */
import { ProxyError } from '../../errors.ts';
import { withoutSlashes } from '../../utils/net/path.ts';
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

/** Names SillyTavern to the answer engine, beside the headers that the person added in the Custom source. */
export function headersFor(body: TavernBody, page: Headers): Headers {
  const headers = new Headers();
  const added = body.chat_completion_source === 'custom' ? fieldsIn(body.custom_include_headers) : {};
  for (const [name, value] of Object.entries(added)) {
    try {
      headers.set(name, String(value));
    } catch {
      // A name or value that no header can have is ignored like any other mistake in the box.
    }
  }
  const language = page.get('accept-language');
  if (language !== null) headers.set('accept-language', language);
  headers.set('content-type', 'application/json');
  headers.set('x-hajimi-client', 'sillytavern');
  return headers;
}
