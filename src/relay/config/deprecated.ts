/**
 * Deprecated variables of the original, each with why it has no effect here
 * (docs/design/peers.md#variables-of-the-original).
 */
import type { Language } from '../../core/errors.ts';
import type { Env } from './variables.ts';

const asWritten = {
  en: 'fake streaming passes an answer on in the pieces in which Gemini wrote it',
  zh: '假流式按 Gemini 生成的片段原样转发',
};

export const retired: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  FAKE_STREAMING_CHUNK_SIZE: asWritten,
  FAKE_STREAMING_DELAY_PER_CHUNK: asWritten,
  SKIP_CHECK_API_KEY: {
    en: 'keys are not tested at the start; the config page does it on demand',
    zh: '启动时不测试密钥，可在配置页面中按需测试',
  },
  VERTEX_MODELS_CONFIG_URL: {
    en: 'the list of models comes from Google',
    zh: '模型列表来自 Google',
  },
};

/** Those that are set, each with its reason. */
export const retiredIn = (env: Env, language: Language): ReadonlyArray<readonly [name: string, why: string]> =>
  Object.entries(retired).flatMap(([name, why]) => (env[name]?.trim() ? [[name, why[language]] as const] : []));
