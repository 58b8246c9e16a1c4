/**
 * Environment variables that only a network server has. Everything a person can also set in the config page is in
 * `contract/settings/table.ts`; together they are all that the relay reads from its environment. Names and defaults are those of the
 * original project where it had them.
 */
import type { ValueSpec } from '../../contract/settings/table.ts';
import { hasReadableLogin, unreadableLogin } from '../../core/utils/net/url-login.ts';

/** An environment, as `process.env` is. */
export type Env = Readonly<Record<string, string | undefined>>;

export type Variable = ValueSpec & {
  readonly default: string | number | boolean | readonly string[];
  readonly en: string;
  readonly zh: string;
};

const loginMistake = (url: string) => (hasReadableLogin(url) ? undefined : unreadableLogin.en);
const proxyMistake = (url: string) =>
  /^https?:\/\/\S+$/.test(url) && URL.canParse(url) ? loginMistake(url) : 'must be an http:// or https:// URL';

export const variables = {
  HOST: { kind: 'text', default: '127.0.0.1', en: 'Address to listen on', zh: '监听地址' },
  PORT: {
    kind: 'integer',
    min: 0,
    max: 65_535,
    default: 7860,
    en: 'Port; 0 takes a free one',
    zh: '端口；0 为任意空闲端口',
  },
  PASSWORD: {
    kind: 'text',
    default: '123',
    en: 'What clients send as their API key. The default only works on this computer',
    zh: '客户端作为 API 密钥发送的密码。默认值仅限本机使用',
  },
  WEB_PASSWORD: {
    kind: 'text',
    default: '',
    en: 'The owner’s password, for the config page. Where empty or as PASSWORD, one is made and printed at each start',
    zh: '所有者密码，用于配置页面。留空或与 PASSWORD 相同时会自动生成，并在每次启动时输出',
  },
  GEMINI_API_KEYS: {
    kind: 'text',
    default: '',
    en: 'Gemini API keys in any text; more in GEMINI_API_KEYS_1, _2 and so on',
    zh: 'Gemini API 密钥，可为任意文本；更多可放入 GEMINI_API_KEYS_1、_2 等',
  },
  VERTEX_EXPRESS_API_KEY: {
    kind: 'text',
    default: '',
    en: 'Vertex AI Express keys in any text',
    zh: 'Vertex AI Express 密钥，可为任意文本',
  },
  GOOGLE_CREDENTIALS_JSON: {
    kind: 'text',
    default: '',
    en: 'JSON files of Google Cloud service accounts for Vertex AI, one after the other',
    zh: '用于 Vertex AI 的 Google Cloud 服务账号 JSON，可依次放入多个',
  },
  CREDENTIALS_DIR: {
    kind: 'text',
    default: '',
    en: 'Folder of service accounts, one JSON file each; "credentials" in STORAGE_DIR where empty',
    zh: '服务账号 JSON 文件所在文件夹；留空则为 STORAGE_DIR 下的 credentials',
  },
  INVALID_API_KEYS: {
    kind: 'text',
    default: '',
    en: 'Keys that are left out wherever else they are listed',
    zh: '不使用的密钥，即使在别处列出',
  },
  ENABLE_STORAGE: {
    kind: 'boolean',
    default: true,
    en: 'Keep keys, settings and counts over restarts; false keeps them in memory only',
    zh: '重启后保留密钥、设置与计数；false 则仅存于内存',
  },
  STORAGE_DIR: {
    kind: 'text',
    default: '',
    en: 'Folder of the database; your own data folder where empty',
    zh: '数据库所在文件夹；留空则为用户数据文件夹',
  },
  BACKUP_PASSPHRASE: {
    kind: 'text',
    default: '',
    en: 'Encrypts what --export writes and opens what --import reads',
    zh: '用于加密 --export 写出的文件，并打开 --import 读取的文件',
  },
  REDIS_URL: {
    kind: 'text',
    check: (url) =>
      /^rediss?:\/\/\S+$/.test(url) && URL.canParse(url) ? loginMistake(url) : 'must be a redis:// or rediss:// URL',
    default: '',
    en: 'Redis or Valkey that several relays share, in place of STORAGE_DIR; rediss:// for TLS',
    zh: '多个中转共用的 Redis 或 Valkey，取代 STORAGE_DIR；rediss:// 为 TLS',
  },
  REDIS_PREFIX: {
    kind: 'text',
    check: (prefix) => (/^[\w.-]{1,64}$/.test(prefix) ? undefined : 'must be letters, digits, ".", "_" or "-"'),
    default: 'hajimi',
    en: 'Beginning of every key in Redis; relays with the same one share a pool',
    zh: 'Redis 中所有键的前缀；前缀相同的中转共用一个密钥池',
  },
  ALLOWED_HOSTS: {
    kind: 'list',
    default: [],
    en: 'Names by which the relay may be called, besides those of this computer',
    zh: '除本机名称外，允许用来访问中转的主机名',
  },
  ALLOWED_ORIGINS: {
    kind: 'list',
    default: [],
    en: 'Web origins whose pages may call the relay from a browser; * for all',
    zh: '允许在浏览器中调用中转的网页来源；* 为全部',
  },
  TRUSTED_PROXIES: {
    kind: 'integer',
    min: 0,
    max: 10,
    default: 0,
    en: 'How many reverse proxies of your own stand in front; clients are then told apart by X-Forwarded-For. 1 in a Space of Hugging Face',
    zh: '前面有几层你自己的反向代理；此时按 X-Forwarded-For 区分客户端。在 Hugging Face Space 中为 1',
  },
  MAX_BODY_MB: {
    kind: 'integer',
    min: 1,
    max: 2048,
    default: 100,
    en: 'Largest request body, in MiB',
    zh: '请求体上限（MiB）',
  },
  REQUEST_HEAD_TIMEOUT: {
    kind: 'number',
    min: 0.1,
    max: 3600,
    default: 30,
    en: 'A request whose head takes longer is dropped, in seconds',
    zh: '请求头超过此秒数仍未到齐则断开',
  },
  REQUEST_IDLE_TIMEOUT: {
    kind: 'number',
    min: 0.1,
    max: 3600,
    default: 120,
    en: 'A request whose body pauses for longer is dropped, in seconds; answers may take as long as they like',
    zh: '请求体停顿超过此秒数则断开；回答不受限制',
  },
  DASHBOARD_URL: {
    kind: 'text',
    check: (path) => (/^\/?([\w.~-]+(\/[\w.~-]+)*)?\/?$/.test(path) ? undefined : 'must be a path such as my-page'),
    default: '',
    en: 'Path of the config page; / where empty',
    zh: '配置页面的路径；留空则为 /',
  },
  HTTPS_PROXY: {
    kind: 'text',
    check: proxyMistake,
    default: '',
    en: 'Proxy by which Google is reached, http://user:password@host:port; also written https_proxy',
    zh: '访问 Google 所用的代理，http://用户:密码@主机:端口；也可写作 https_proxy',
  },
  HTTP_PROXY: {
    kind: 'text',
    check: proxyMistake,
    default: '',
    en: 'The same for http:// addresses, and for all where HTTPS_PROXY is empty',
    zh: '同上，用于 http:// 地址；HTTPS_PROXY 为空时用于全部地址',
  },
  NO_PROXY: {
    kind: 'text',
    default: '',
    en: 'Hosts that are reached without a proxy, separated by commas',
    zh: '不经代理直接访问的主机，以逗号分隔',
  },
  LOG_LEVEL: {
    kind: 'choice',
    choices: ['debug', 'info', 'warn', 'error'],
    default: 'info',
    en: 'Least important events that are logged',
    zh: '日志的最低级别',
  },
  LOG_FORMAT: {
    kind: 'choice',
    choices: ['auto', 'json', 'text'],
    default: 'auto',
    en: 'auto is text on a terminal and JSON elsewhere',
    zh: 'auto：终端为文本，其他为 JSON',
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;

export type VariableValue<N extends VariableName> = ValueOf<(typeof variables)[N]>;

type ValueOf<V extends Variable> = V extends { readonly kind: 'boolean' }
  ? boolean
  : V extends { readonly kind: 'list' }
    ? readonly string[]
    : V extends { readonly kind: 'integer' | 'number' }
      ? number
      : V extends { readonly kind: 'choice'; readonly choices: ReadonlyArray<infer Choice> }
        ? Choice
        : string;

export const variableNames = Object.keys(variables) as readonly VariableName[];
