/** Google's own fields in an OpenAI request: `google`, or `extra_body.google` (docs/design/translation.md#fields). */
import type { ThinkingFields } from '../../../../../google/transforms/thinking.ts';
import type { GenerationConfig, SafetySetting } from '../../../../../google/wire.ts';
import { camelKeys, isObject } from '../../../../../utils/json/json.ts';
import { type Fields, fieldsOf, flag, integer, object, objects, requiredText, text } from '../../../../fields.ts';
import type { ChatRequest, ChatTool, GoogleExtensions } from '../../../wire.ts';

export interface GoogleFields {
  readonly thinking: ThinkingFields | undefined;
  readonly cachedContent: string | undefined;
  readonly safetySettings: SafetySetting[] | undefined;
  /** Top-level keys in camelCase; values unchecked, since Google says best what is wrong with its own fields. */
  readonly generationConfig: GenerationConfig;
  readonly tools: readonly Fields<ChatTool>[];
}

/** `google` wins where both are there. */
export function readGoogleExtensions(body: Fields<ChatRequest>): GoogleFields {
  const extraBody = object(body, 'extra_body');
  const found = object(body, 'google') ?? (extraBody && object(extraBody, 'google'));
  const google = snakeKeys<GoogleExtensions>(found ?? { values: {}, path: 'google' });
  const generation = object(google, 'generation_config');
  const thinking =
    object(google, 'thinking_config') ??
    (generation && object(snakeKeys<GoogleExtensions>(generation), 'thinking_config'));
  return {
    thinking: thinking && readThinking(snakeKeys(fieldsOf(thinking.values, thinking.path))),
    cachedContent: text(google, 'cached_content') || undefined,
    safetySettings: google.values.safety_settings ? readSafety(google) : undefined,
    generationConfig: readGenerationConfig(generation?.values ?? {}, text(google, 'aspect_ratio')),
    tools: objects(google, 'tools').map((tool) => fieldsOf<ChatTool>(tool.values, tool.path)),
  };
}

/** The same object with its keys as Google's documentation for this place spells them. */
function snakeKeys<Wire>({ values, path }: Fields<unknown>): Fields<Wire> {
  const entries = Object.entries(values).map(([key, value]) => [
    key.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
    value,
  ]);
  return fieldsOf<Wire>(Object.fromEntries(entries), path);
}

type ThinkingWire = NonNullable<GoogleExtensions['thinking_config']>;

const readThinking = (thinking: Fields<ThinkingWire>): ThinkingFields => ({
  budget: integer(thinking, 'thinking_budget', -1),
  level: text(thinking, 'thinking_level') || undefined,
  includeThoughts: flag(thinking, 'include_thoughts'),
});

const readSafety = (google: Fields<GoogleExtensions>): SafetySetting[] =>
  objects(google, 'safety_settings').map((setting) => ({
    category: requiredText(setting, 'category'),
    threshold: requiredText(setting, 'threshold'),
  }));

function readGenerationConfig(values: Record<string, unknown>, aspectRatio: string | undefined): GenerationConfig {
  const { thinkingConfig: _, imageConfig, ...config } = camelKeys(values);
  const image = { ...(isObject(imageConfig) && camelKeys(imageConfig)), ...(aspectRatio && { aspectRatio }) };
  return Object.keys(image).length === 0 ? config : { ...config, imageConfig: image };
}
