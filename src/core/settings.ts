/**
 * The ONE table of settings. It drives env parsing, validation, the config page's forms and the README's table; nothing
 * lists settings a second time. Env names and defaults are those of the original project where it had the setting.
 * Words about a setting (title, help) are in `options/i18n/` under `settings.<name>`.
 */
import type { SettingValue } from './ports.ts';

export type SettingGroup = 'upstream' | 'pool' | 'answers' | 'translation' | 'models' | 'limits' | 'debug';

/** What a value may be. */
export type ValueSpec =
  | { readonly kind: 'boolean' | 'text' | 'url' | 'list' }
  | { readonly kind: 'integer' | 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] };

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
  | Described<'text', string>
  | Described<'url', string>
  | Described<'list', readonly string[]>
  | (Described<'choice', string> & { readonly choices: readonly string[] });

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
const choice = <const C extends readonly string[]>(env: string, group: SettingGroup, choices: C, value: C[number]) =>
  ({ kind: 'choice', default: value as C[number], env, group, choices }) as const;

export const settingsTable = {
  geminiBaseUrl: url('GEMINI_BASE_URL', 'upstream', 'https://generativelanguage.googleapis.com'),
  upstreamTimeout: integer('UPSTREAM_TIMEOUT', 'upstream', 900, { min: 1, max: 3600, unit: 's' }),
  maxRetryNum: integer('MAX_RETRY_NUM', 'pool', 15, { min: 1, max: 10_000 }),
  rotation: choice('ROTATION', 'pool', ['least-used', 'sticky', 'in-order'], 'least-used'),
  apiKeyDailyLimit: integer('API_KEY_DAILY_LIMIT', 'pool', 100, { min: 0, max: 10_000_000 }),
  waitForKey: integer('WAIT_FOR_KEY', 'pool', 0, { min: 0, max: 600, unit: 's' }),
  recheckInvalidKeys: integer('RECHECK_INVALID_KEYS', 'pool', 24 * 60, { min: 0, max: 60 * 24 * 30, unit: 'min' }),
  showThoughts: boolean('SHOW_THOUGHTS', 'translation', true),
  fetchImages: choice('FETCH_IMAGES', 'translation', ['auto', 'always', 'never'], 'auto'),
  fetchPrivateImages: boolean('FETCH_PRIVATE_IMAGES', 'debug', false),
  imagesAs: choice('IMAGES_AS', 'translation', ['field', 'markdown'], 'field'),
  debugHeaders: boolean('DEBUG_HEADERS', 'debug', false),
  language: choice('HAJIMI_LANGUAGE', 'answers', ['auto', 'en', 'zh'], 'auto'),
} as const satisfies Record<string, SettingSpec>;

export type SettingName = keyof typeof settingsTable;
export type Settings = { readonly [N in SettingName]: (typeof settingsTable)[N]['default'] };

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
    case 'text':
      return typeof input === 'string' ? input : refuse('must be text');
    case 'url': {
      if (typeof words !== 'string' || !URL.canParse(words)) return refuse('must be an http or https URL');
      const parsed = new URL(words);
      if (!/^https?:$/.test(parsed.protocol) || parsed.search !== '' || parsed.hash !== '' || parsed.username !== '') {
        return refuse('must be an http or https URL without a user, query or fragment');
      }
      return words.replace(/\/+$/, '');
    }
    case 'list': {
      const items = typeof words === 'string' ? words.split(/[\s,;，；]+/) : words;
      if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) {
        return refuse('must be names separated by commas');
      }
      return items.map((item) => item.trim()).filter((item) => item !== '');
    }
    case 'choice':
      return typeof words === 'string' && spec.choices.includes(words)
        ? words
        : refuse(`must be one of ${spec.choices.join(', ')}`);
  }
}
