/**
 * One table: meaning -> HTTP status -> OpenAI type and code -> `google.rpc.Code`, with the sentence in both languages.
 * Everything that fails on purpose throws a `ProxyError`; the two dialects are two renderers of it.
 */
import { type ErrorDetails, type Language, type Phrase, shortened } from './error-details.ts';

export type { ErrorDetails, Language, Phrase } from './error-details.ts';

interface ErrorRow {
  readonly status: number;
  /** OpenAI's `error.type`. */
  readonly type:
    | 'invalid_request_error'
    | 'authentication_error'
    | 'permission_error'
    | 'rate_limit_error'
    | 'server_error';
  /** `error.status` of a `google.rpc.Status` body. */
  readonly rpc: string;
  /** The sentence; `{name}` is filled from the error's `details`. */
  readonly en: string;
  readonly zh: string;
}

const row = (status: number, type: ErrorRow['type'], rpc: string, en: string, zh: string): ErrorRow => ({
  status,
  type,
  rpc,
  en,
  zh,
});

export const errorTable = {
  invalid_json: row(
    400,
    'invalid_request_error',
    'INVALID_ARGUMENT',
    'The request body is not valid JSON: {reason}',
    '请求体不是有效的 JSON：{reason}',
  ),
  invalid_value: row(
    400,
    'invalid_request_error',
    'INVALID_ARGUMENT',
    'Invalid value for "{field}": {reason}',
    '“{field}”的值无效：{reason}',
  ),
  unsupported: row(
    400,
    'invalid_request_error',
    'INVALID_ARGUMENT',
    '"{field}" is not supported: {reason}',
    '不支持“{field}”：{reason}',
  ),
  media_unavailable: row(
    400,
    'invalid_request_error',
    'INVALID_ARGUMENT',
    'The file that "{field}" names could not be fetched: {reason}',
    '无法获取“{field}”所指的文件：{reason}',
  ),
  invalid_api_key: row(
    401,
    'invalid_request_error',
    'UNAUTHENTICATED',
    'Wrong or missing password. Send it as "Authorization: Bearer <password>".',
    '密码错误或缺失。请以“Authorization: Bearer <密码>”发送。',
  ),
  too_many_passwords: row(
    429,
    'rate_limit_error',
    'RESOURCE_EXHAUSTED',
    'Too many wrong passwords came from your address or from many others. The next one is looked at in {seconds} s.',
    '你的地址或其他许多地址发来了过多错误密码。{seconds} 秒后才会检查下一个。',
  ),
  unknown_path: row(
    404,
    'invalid_request_error',
    'NOT_FOUND',
    'Nothing is served at {method} {path}',
    '此地址没有服务：{method} {path}',
  ),
  model_not_found: row(
    404,
    'invalid_request_error',
    'NOT_FOUND',
    'The model "{model}" does not exist or cannot be used here: {reason}',
    '模型“{model}”不存在或不可用：{reason}',
  ),
  prompt_blocked: row(400, 'invalid_request_error', 'INVALID_ARGUMENT', '{reason}', '{reason}'),
  answer_stopped: row(400, 'invalid_request_error', 'FAILED_PRECONDITION', '{reason}', '{reason}'),
  request_refused: row(400, 'invalid_request_error', 'INVALID_ARGUMENT', '{reason}', '{reason}'),
  body_too_large: row(
    413,
    'invalid_request_error',
    'INVALID_ARGUMENT',
    'The request body is larger than {limit} MiB',
    '请求体超过 {limit} MiB',
  ),
  unsupported_media_type: row(
    415,
    'invalid_request_error',
    'INVALID_ARGUMENT',
    'The request body must be sent with "Content-Type: {allowed}"',
    '请求体必须以“Content-Type: {allowed}”发送',
  ),
  no_keys: row(
    503,
    'server_error',
    'UNAVAILABLE',
    'There is no API key in the pool yet. Add one: {where}',
    '密钥池中还没有 API 密钥。请添加：{where}',
  ),
  no_keys_of_kind: row(
    503,
    'server_error',
    'UNAVAILABLE',
    'There is no {kind} credential in the pool, and this call needs one',
    '密钥池中没有 {kind} 凭据，而此调用需要它',
  ),
  sent_once: row(
    503,
    'server_error',
    'UNAVAILABLE',
    'The API key that was chosen could not answer, and a body of this size is sent only once. Send the request again. Reason: {reason}',
    '所选的 API 密钥无法响应，而如此大的请求体只发送一次。请重新发送请求。原因：{reason}',
  ),
  keys_unusable: row(
    503,
    'server_error',
    'UNAVAILABLE',
    'None of the {count} API keys can be used. Last reason: {reason}',
    '{count} 个 API 密钥均不可用。最后的原因：{reason}',
  ),
  keys_cooling: row(
    429,
    'rate_limit_error',
    'RESOURCE_EXHAUSTED',
    'All API keys that could answer are out of quota or cooling down. {label} is free again in {wait}. Last reason: {reason}',
    '可用的 API 密钥均已达配额或正在冷却。{label} 将在 {wait} 后恢复。最后的原因：{reason}',
  ),
  model_limit: row(
    429,
    'rate_limit_error',
    'RESOURCE_EXHAUSTED',
    'The {limit} requests a day to the model "{model}", which the owner of this Hajimi allows over all keys, are used up. It answers again in {wait}.',
    '模型“{model}”今日的 {limit} 次请求已用完，这是此 Hajimi 的所有者为全部密钥设定的上限。{wait} 后恢复。',
  ),
  tries_spent: row(
    429,
    'rate_limit_error',
    'RESOURCE_EXHAUSTED',
    '{count} API keys in a row were out of quota, and MAX_RETRY_NUM allows no more for one request. Last reason: {reason}',
    '连续 {count} 个 API 密钥均已达配额，已达到单个请求的 MAX_RETRY_NUM 上限。最后的原因：{reason}',
  ),
  client_limit: row(
    429,
    'rate_limit_error',
    'RESOURCE_EXHAUSTED',
    'Too many requests. The owner of this Hajimi limits how often one client may ask; try again in {seconds} s.',
    '请求过于频繁。此 Hajimi 的所有者限制了每个客户端的请求次数，请在 {seconds} 秒后重试。',
  ),
  allowance_spent: row(
    429,
    'rate_limit_error',
    'RESOURCE_EXHAUSTED',
    '{client} has used its {limit} requests of 24 hours, which the owner of this Hajimi allows it. It may ask again in {wait}.',
    '{client} 已用完 24 小时内的 {limit} 次请求，这是此 Hajimi 的所有者为其设定的上限。{wait} 后可再次请求。',
  ),
  busy: row(
    429,
    'rate_limit_error',
    'RESOURCE_EXHAUSTED',
    'No quota is left right now. Try again later.',
    '目前没有可用的配额，请稍后再试。',
  ),
  out_of_service: row(
    503,
    'server_error',
    'UNAVAILABLE',
    'This Hajimi cannot answer at present. Its owner can tell why.',
    '此 Hajimi 目前无法回答，原因请询问其所有者。',
  ),
  stopping: row(
    503,
    'server_error',
    'UNAVAILABLE',
    'The relay is stopping, and this answer took longer than it could wait. Send the request again once it runs.',
    '中转正在停止，无法继续等待此回答。请在其重新运行后再次发送请求。',
  ),
  upstream_overloaded: row(
    503,
    'server_error',
    'UNAVAILABLE',
    'Gemini is overloaded right now: {reason}',
    'Gemini 当前过载：{reason}',
  ),
  upstream_error: row(502, 'server_error', 'INTERNAL', 'Gemini failed: {reason}', 'Gemini 出错：{reason}'),
  upstream_unreachable: row(
    502,
    'server_error',
    'UNAVAILABLE',
    'Gemini could not be reached: {reason}',
    '无法连接 Gemini：{reason}',
  ),
  not_google: row(
    502,
    'server_error',
    'UNAVAILABLE',
    'Somebody in between has answered in place of Gemini (HTTP {status}): {reason}. No API key is to blame; check the network and the Gemini API address (GEMINI_BASE_URL).',
    '代替 Gemini 应答的是中间的其他程序（HTTP {status}）：{reason}。API 密钥没有问题；请检查网络和 Gemini API 地址（GEMINI_BASE_URL）。',
  ),
  upstream_timeout: row(
    504,
    'server_error',
    'DEADLINE_EXCEEDED',
    'Gemini did not answer in time: {reason}',
    'Gemini 未及时响应：{reason}',
  ),
  answer_truncated: row(
    502,
    'server_error',
    'DATA_LOSS',
    'The answer from Gemini broke off before its end',
    'Gemini 的回答在结束前中断',
  ),
  answer_empty: row(
    502,
    'server_error',
    'INTERNAL',
    'Gemini answered with nothing at all{times}. Changing the prompt a little often helps.',
    'Gemini {times}返回空回答。稍微修改提示词通常会有帮助。',
  ),
  answer_malformed: row(
    502,
    'server_error',
    'INTERNAL',
    'Gemini wrote a function call that cannot be read{times}. Simpler function declarations often help.',
    'Gemini {times}生成了无法解析的函数调用。简化函数声明通常会有帮助。',
  ),
  not_stored: row(
    507,
    'server_error',
    'INTERNAL',
    'The change could not be written yet, and Hajimi goes on trying: {reason}',
    '改动尚未写入，Hajimi 会继续尝试：{reason}',
  ),
  not_storable: row(
    400,
    'invalid_request_error',
    'INVALID_ARGUMENT',
    'The change to {record} cannot be stored, so it is left out and holds until the next start only: {reason}',
    '对 {record} 的改动无法存储，已被略过，仅在下次启动前有效：{reason}',
  ),
  client_closed: row(499, 'invalid_request_error', 'CANCELLED', 'The client closed the request', '客户端已关闭请求'),
  not_found: row(404, 'invalid_request_error', 'NOT_FOUND', 'There is no {what}', '不存在：{what}'),
  forbidden: row(403, 'permission_error', 'PERMISSION_DENIED', 'Not allowed: {reason}', '不允许：{reason}'),
  owner_password_required: row(
    403,
    'permission_error',
    'PERMISSION_DENIED',
    'This asks for the owner’s password. The relay prints it when it starts, and "hajimi-relay --owner-password" prints it again; a WEB_PASSWORD of your own takes its place.',
    '此操作需要所有者密码。中转启动时会输出该密码，也可用“hajimi-relay --owner-password”再次查看；设置自己的 WEB_PASSWORD 即可取而代之。',
  ),
  internal: row(
    500,
    'server_error',
    'INTERNAL',
    'Hajimi failed unexpectedly. The log of Hajimi tells more (id {id}).',
    'Hajimi 发生意外错误，详见日志（编号 {id}）。',
  ),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

/** A failure with a meaning that the client is told. Never put a secret or an upstream URL into its details. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** Long ones are cut. */
  readonly details: ErrorDetails;
  constructor(
    readonly code: ErrorCode,
    details: ErrorDetails = {},
    /** Overrides the table's HTTP status, to pass the upstream's own on where that says more. */
    readonly status: number = errorTable[code].status,
    options?: ErrorOptions,
  ) {
    const told = shortened(details);
    super(sentence(code, told, 'en'), options);
    this.details = told;
  }
}

export const isProxyError = (error: unknown): error is ProxyError => error instanceof ProxyError;

/** The error's sentence in the person's language. */
export function sentence(code: ErrorCode, details: ErrorDetails, language: Language): string {
  return errorTable[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const detail = details[name] ?? '';
    return typeof detail === 'object' ? detail[language] : String(detail);
  });
}

/** Its sentence for whoever reads it later, in whatever language. */
export const phraseOf = ({ code, details }: ProxyError): Phrase => ({
  en: sentence(code, details, 'en'),
  zh: sentence(code, details, 'zh'),
});

export interface OpenAIErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
  };
}

/** What clients know as one: wait and ask again. */
const limitCodes: ReadonlySet<ErrorCode> = new Set([
  'keys_cooling',
  'model_limit',
  'tries_spent',
  'busy',
  'too_many_passwords',
  'client_limit',
  'allowance_spent',
]);

/** OpenAI's error object. `code` is always a string (docs/design/translation.md#errors). */
export function openAIErrorBody(error: ProxyError, language: Language): OpenAIErrorBody {
  const { code, details } = error;
  return {
    error: {
      message: sentence(code, details, language),
      type: errorTable[code].type,
      param: details.field ?? null,
      code: limitCodes.has(code) ? 'rate_limit_exceeded' : code,
    },
  };
}

export interface GeminiErrorBody {
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly status: string;
    /** `google.rpc.BadRequest`, where one field of the request is at fault. */
    readonly details?: readonly [
      {
        readonly '@type': string;
        readonly fieldViolations: readonly [{ readonly field: string; readonly description: string }];
      },
    ];
  };
}

/** Google's `google.rpc.Status` as its REST API wraps it. */
export function geminiErrorBody(error: ProxyError, language: Language): GeminiErrorBody {
  const { code, details, status } = error;
  const message = sentence(code, details, language);
  const body = { code: status, message, status: errorTable[code].rpc };
  const { field } = details;
  if (field === undefined) return { error: body };
  const violation = {
    '@type': 'type.googleapis.com/google.rpc.BadRequest',
    fieldViolations: [{ field, description: message }],
  } as const;
  return { error: { ...body, details: [violation] } };
}

/**
 * Headers that tell clients whether to come back. `x-should-retry: false` keeps the OpenAI SDKs from retrying what the
 * pool has already retried over all keys (docs/design/clients.md#retries).
 */
export function errorHeaders(error: ProxyError): Record<string, string> {
  const headers: Record<string, string> = { 'x-should-retry': 'false' };
  // RFC 9110, section 15.5.2: a 401 names the scheme.
  if (error.code === 'invalid_api_key') headers['www-authenticate'] = 'Bearer';
  const { retryAfter } = error.details;
  if (retryAfter !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfter / 1000)));
  return headers;
}
