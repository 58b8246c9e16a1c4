/**
 * The ONE table of settings. It drives env parsing, validation, the config page's forms and the README's table; nothing
 * lists settings a second time. Env names and defaults are those of the original project where it had the setting.
 * Words about a setting (title, help) are in `src/i18n/page/` under `settings.<name>`.
 */

import { defaultModels } from '../../core/models/default-models.ts';
import { withoutSlashes } from '../../core/utils/net/path.ts';
import { fallbackMistake } from './fallback-chains.ts';
import type { SettingValue } from './value.ts';

export type SettingGroup = 'upstream' | 'pool' | 'answers' | 'translation' | 'models' | 'limits' | 'debug';

/** What a value may be. */
export type ValueSpec =
  | { readonly kind: 'boolean' | 'url' }
  | ({ readonly kind: 'text' } & TextCheck)
  | { readonly kind: 'list'; readonly item?: ItemSpec }
  | { readonly kind: 'integer' | 'number'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'choice';
      readonly choices: readonly string[];
      /** What else may be written: word -> choice. */
      readonly synonyms?: Readonly<Record<string, string>>;
    };

/** What every item of a list must look like, and that in words. */
export interface ItemSpec {
  readonly pattern: RegExp;
  readonly words: string;
}

interface TextCheck {
  /** For text that has a syntax: in words what is allowed, where this text is not. */
  readonly check?: (text: string) => string | undefined;
}

interface Described<Kind extends string, Value extends SettingValue> {
  readonly kind: Kind;
  readonly default: Value;
  readonly env: string;
  readonly group: SettingGroup;
}

export type SettingSpec =
  | Described<'boolean', boolean>
  | (Described<'integer' | 'number', number> & {
      readonly min: number;
      readonly max: number;
      readonly unit?: 's' | 'ms' | 'min' | 'MiB';
    })
  | (Described<'text', string> & TextCheck)
  | Described<'url', string>
  | (Described<'list', readonly string[]> & { readonly item?: ItemSpec })
  | (Described<'choice', string> & {
      readonly choices: readonly string[];
      readonly synonyms?: Readonly<Record<string, string>>;
    });

const boolean = (env: string, group: SettingGroup, value: boolean) =>
  ({ kind: 'boolean', default: value as boolean, env, group }) as const;
const url = (env: string, group: SettingGroup, value: string) =>
  ({ kind: 'url', default: value as string, env, group }) as const;
const integer = (
  env: string,
  group: SettingGroup,
  value: number,
  range: { min: number; max: number; unit?: 's' | 'ms' | 'min' | 'MiB' },
) => ({ kind: 'integer', default: value as number, env, group, ...range }) as const;
const text = (env: string, group: SettingGroup, value: string) =>
  ({ kind: 'text', default: value as string, env, group }) as const;
const list = (env: string, group: SettingGroup, value: readonly string[] = []) =>
  ({ kind: 'list', default: value, env, group }) as const;
const number = (
  env: string,
  group: SettingGroup,
  value: number,
  range: { min: number; max: number; unit?: 's' | 'ms' | 'min' | 'MiB' },
) => ({ kind: 'number', default: value as number, env, group, ...range }) as const;
const checkedText = (env: string, group: SettingGroup, value: string, check: (text: string) => string | undefined) =>
  ({ kind: 'text', default: value as string, env, group, check }) as const;
const choice = <const C extends readonly string[]>(env: string, group: SettingGroup, choices: C, value: C[number]) =>
  ({ kind: 'choice', default: value as C[number], env, group, choices }) as const;

/** Google's thresholds under the words of its AI Studio; see `google/transforms/safety.ts`. */
const safetyFilter = (env: string) =>
  choice(env, 'answers', ['off', 'block-few', 'block-some', 'block-most'] as const, 'off');

/** It becomes part of a host name. */
const locationMistake = (location: string) =>
  /^[a-z][a-z0-9-]*$/.test(location) ? undefined : 'must be a location of Google Cloud, such as global or us-central1';

export const settingsTable = {
  geminiBaseUrl: url('GEMINI_BASE_URL', 'upstream', 'https://generativelanguage.googleapis.com'),
  enableVertex: boolean('ENABLE_VERTEX', 'upstream', false),
  enableVertexExpress: boolean('ENABLE_VERTEX_EXPRESS', 'upstream', false),
  vertexProjectId: text('VERTEX_PROJECT_ID', 'upstream', ''),
  vertexLocation: checkedText('VERTEX_LOCATION', 'upstream', 'global', locationMistake),
  vertexBaseUrl: url('VERTEX_BASE_URL', 'upstream', 'https://aiplatform.googleapis.com'),
  googleTokenUrl: url('GOOGLE_TOKEN_URL', 'upstream', 'https://oauth2.googleapis.com/token'),
  upstreamTimeout: integer('UPSTREAM_TIMEOUT', 'upstream', 900, { min: 1, max: 3600, unit: 's' }),
  maxRetryNum: integer('MAX_RETRY_NUM', 'pool', 15, { min: 1, max: 10_000 }),
  rotation: choice('ROTATION', 'pool', ['least-used', 'sticky', 'in-order'], 'least-used'),
  apiKeyDailyLimit: integer('API_KEY_DAILY_LIMIT', 'pool', 100, { min: 0, max: 10_000_000 }),
  modelDailyLimits: {
    ...list('MODEL_DAILY_LIMITS', 'pool'),
    // A limit of nothing is what `blockedModels` is for; a zero would be read as "no limit" as often as not.
    item: {
      pattern: /^[^=]+=0*[1-9]\d{0,8}$/,
      words: `must be pairs such as ${defaultModels.strongChat}=200, separated by commas, of whole numbers above 0`,
    },
  },
  waitForKey: integer('WAIT_FOR_KEY', 'pool', 0, { min: 0, max: 600, unit: 's' }),
  recheckInvalidKeys: integer('RECHECK_INVALID_KEYS', 'pool', 24 * 60, { min: 0, max: 60 * 24 * 30, unit: 'min' }),
  fakeStreaming: boolean('FAKE_STREAMING', 'answers', true),
  fakeStreamingInterval: number('FAKE_STREAMING_INTERVAL', 'answers', 1, { min: 0.01, max: 60, unit: 's' }),
  nonstreamKeepaliveEnabled: boolean('NONSTREAM_KEEPALIVE_ENABLED', 'answers', true),
  nonstreamKeepaliveInterval: number('NONSTREAM_KEEPALIVE_INTERVAL', 'answers', 5, { min: 0.01, max: 60, unit: 's' }),
  concurrentRequests: integer('CONCURRENT_REQUESTS', 'answers', 1, { min: 1, max: 10 }),
  increaseConcurrentOnFailure: integer('INCREASE_CONCURRENT_ON_FAILURE', 'answers', 0, { min: 0, max: 10 }),
  maxConcurrentRequests: integer('MAX_CONCURRENT_REQUESTS', 'answers', 3, { min: 1, max: 10 }),
  hedgeSlowRequests: boolean('HEDGE_SLOW_REQUESTS', 'answers', false),
  keepOtherAnswers: boolean('KEEP_OTHER_ANSWERS', 'answers', false),
  preciseCache: boolean('PRECISE_CACHE', 'answers', true),
  calculateCacheEntries: integer('CALCULATE_CACHE_ENTRIES', 'answers', 6, { min: 1, max: 1000 }),
  cacheExpiryTime: integer('CACHE_EXPIRY_TIME', 'answers', 21_600, { min: 0, max: 604_800, unit: 's' }),
  maxCacheEntries: integer('MAX_CACHE_ENTRIES', 'answers', 500, { min: 0, max: 10_000 }),
  maxCacheSize: integer('MAX_CACHE_SIZE', 'answers', 32, { min: 1, max: 1024, unit: 'MiB' }),
  singleFlightWindow: integer('SINGLE_FLIGHT_WINDOW', 'answers', 10, { min: 0, max: 3600, unit: 's' }),
  maxEmptyResponses: integer('MAX_EMPTY_RESPONSES', 'answers', 5, { min: 1, max: 100 }),
  continueCutAnswers: boolean('CONTINUE_CUT_ANSWERS', 'answers', false),
  fallbackModels: checkedText('FALLBACK_MODELS', 'answers', '', fallbackMistake),
  enableThinking: boolean('ENABLE_THINKING', 'answers', true),
  searchMode: boolean('SEARCH_MODE', 'answers', false),
  searchPrompt: text('SEARCH_PROMPT', 'answers', 'auto'),
  listSources: boolean('LIST_SOURCES', 'answers', false),
  randomString: {
    ...choice('RANDOM_STRING', 'answers', ['auto', 'on', 'off'], 'auto'),
    synonyms: { true: 'on', false: 'off' },
  },
  randomStringLength: integer('RANDOM_STRING_LENGTH', 'answers', 5, { min: 1, max: 1000 }),
  safetyHarassment: safetyFilter('SAFETY_HARASSMENT'),
  safetyHateSpeech: safetyFilter('SAFETY_HATE_SPEECH'),
  safetySexuallyExplicit: safetyFilter('SAFETY_SEXUALLY_EXPLICIT'),
  safetyDangerousContent: safetyFilter('SAFETY_DANGEROUS_CONTENT'),
  safetyCivicIntegrity: safetyFilter('SAFETY_CIVIC_INTEGRITY'),
  nativeSafety: boolean('NATIVE_SAFETY', 'answers', false),
  thoughtsAs: choice('THOUGHTS_AS', 'translation', ['field', 'think-tags', 'hidden'], 'field'),
  fetchImages: choice('FETCH_IMAGES', 'translation', ['auto', 'always', 'never'], 'auto'),
  fetchPrivateImages: boolean('FETCH_PRIVATE_IMAGES', 'debug', false),
  imagesAs: choice('IMAGES_AS', 'translation', ['field', 'markdown'], 'field'),
  extraModels: list('EXTRA_MODELS', 'models'),
  whitelistModels: list('WHITELIST_MODELS', 'models'),
  blockedModels: list('BLOCKED_MODELS', 'models'),
  modelAliases: {
    // First come, first served: the names of what is not a chat model go before `gpt-*`.
    ...list('MODEL_ALIASES', 'models', [
      `gpt-image-*=${defaultModels.image}`,
      `gpt-*-tts=${defaultModels.speech}`,
      `gpt-*=${defaultModels.chat}`,
      `chatgpt-*=${defaultModels.chat}`,
      `text-embedding-*=${defaultModels.embeddings}`,
      `dall-e-*=${defaultModels.image}`,
      `tts-1*=${defaultModels.speech}`,
    ]),
    item: {
      pattern: /^[^=]+=[^=]+$/,
      words: `must be pairs such as gpt-4o=${defaultModels.strongChat}, separated by commas`,
    },
  },
  modelListLifetime: integer('MODEL_LIST_LIFETIME', 'models', 10, { min: 0, max: 60 * 24 * 7, unit: 'min' }),
  maxRequestsPerMinute: integer('MAX_REQUESTS_PER_MINUTE', 'limits', 30, { min: 0, max: 1_000_000 }),
  maxRequestsPerDayPerIp: integer('MAX_REQUESTS_PER_DAY_PER_IP', 'limits', 600, { min: 0, max: 100_000_000 }),
  allowLocalPages: boolean('ALLOW_LOCAL_PAGES', 'limits', true),
  whitelistUserAgent: list('WHITELIST_USER_AGENT', 'limits'),
  publicMode: boolean('PUBLIC_MODE', 'limits', false),
  recordBodies: boolean('RECORD_BODIES', 'debug', false),
  debugHeaders: boolean('DEBUG_HEADERS', 'debug', false),
  language: choice('HAJIMI_LANGUAGE', 'answers', ['auto', 'en', 'zh'], 'auto'),
} as const satisfies Record<string, SettingSpec>;

export type SettingName = keyof typeof settingsTable;
export type Settings = { readonly [N in SettingName]: (typeof settingsTable)[N]['default'] };

/** The settings of the table as they hold for one request. */
export interface InForce extends Settings {
  /** The models that its caller may use, of those that the table's settings allow; see `access/clients/client-quota.ts`. */
  readonly modelsOf?: { readonly caller: string; readonly models: readonly string[] };
}

export const settingNames = Object.keys(settingsTable) as readonly SettingName[];

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(settingsTable, name);

export const defaultSettings: Settings = Object.freeze(
  Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].default])),
) as Settings;

/** A value that the setting cannot hold; `allowed` says in words what it can. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
  constructor(
    readonly setting: SettingName,
    readonly allowed: string,
  ) {
    super(`${settingsTable[setting].env}: ${allowed}`);
  }
}

/**
 * Turns what a person typed, an env variable held, or a form sent into the setting's value.
 * @throws {SettingError} saying what is allowed.
 */
export function parseSetting<N extends SettingName>(name: N, input: unknown): Settings[N] {
  return parseValue(settingsTable[name], input, (allowed) => {
    throw new SettingError(name, allowed);
  }) as Settings[N];
}

/** The same for any value of these kinds; `refuse` throws, and is told in words what is allowed. */
export function parseValue(spec: ValueSpec, input: unknown, refuse: (allowed: string) => never): SettingValue {
  const words = typeof input === 'string' ? input.trim() : input;
  switch (spec.kind) {
    case 'boolean': {
      if (typeof words === 'boolean') return words;
      if (typeof words === 'string') {
        if (/^(true|1|yes|on)$/i.test(words)) return true;
        if (/^(false|0|no|off)$/i.test(words)) return false;
      }
      return refuse('must be true or false');
    }
    case 'integer':
    case 'number': {
      const value =
        typeof words === 'number' ? words : typeof words === 'string' && words !== '' ? Number(words) : Number.NaN;
      const whole = spec.kind === 'number' || Number.isInteger(value);
      if (!Number.isFinite(value) || !whole || value < spec.min || value > spec.max) {
        return refuse(`must be a ${spec.kind === 'integer' ? 'whole ' : ''}number from ${spec.min} to ${spec.max}`);
      }
      return value;
    }
    case 'text': {
      if (typeof input !== 'string') return refuse('must be text');
      const mistake = spec.check?.(input);
      return mistake === undefined ? input : refuse(mistake);
    }
    case 'url': {
      if (typeof words !== 'string' || !URL.canParse(words)) return refuse('must be an http or https URL');
      const parsed = new URL(words);
      if (!/^https?:$/.test(parsed.protocol) || parsed.search !== '' || parsed.hash !== '' || parsed.username !== '') {
        return refuse('must be an http or https URL without a user, query or fragment');
      }
      return withoutSlashes(words);
    }
    case 'list': {
      const items = typeof words === 'string' ? words.split(/[\s,;，；]+/) : words;
      if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) {
        return refuse('must be names separated by commas');
      }
      const { item: form } = spec;
      const kept = items.map((item) => item.trim()).filter((item) => item !== '');
      return form && !kept.every((item) => form.pattern.test(item)) ? refuse(form.words) : kept;
    }
    case 'choice': {
      const word = String(words);
      const meant = spec.synonyms?.[word.toLowerCase()] ?? word;
      return spec.choices.includes(meant) ? meant : refuse(`must be one of ${spec.choices.join(', ')}`);
    }
  }
}
