/** Why an answer ended, from Google's names to OpenAI's (SPEC section 6.1) and to plain words. */
import type { Language } from '../errors.ts';
import type { FinishReason } from '../openai/wire-response.ts';

/** Names of finish and block reasons that mean "a filter stopped this", with what each found. */
const filters: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  SAFETY: { en: 'it was flagged as unsafe', zh: '被判定为不安全内容' },
  RECITATION: { en: 'it repeats a published source too closely', zh: '与已发表的内容过于相似' },
  BLOCKLIST: { en: 'it contains a term on a blocklist', zh: '包含屏蔽词' },
  PROHIBITED_CONTENT: { en: 'it contains prohibited content', zh: '包含违禁内容' },
  SPII: { en: 'it contains sensitive personal data', zh: '包含敏感的个人信息' },
  IMAGE_SAFETY: { en: 'the image was flagged as unsafe', zh: '图片被判定为不安全' },
  IMAGE_PROHIBITED_CONTENT: { en: 'the image contains prohibited content', zh: '图片包含违禁内容' },
  IMAGE_RECITATION: { en: 'the image repeats a published one too closely', zh: '图片与已发表的图片过于相似' },
  NO_IMAGE: { en: 'an image was expected and none was made', zh: '未能生成所需的图片' },
  MODEL_ARMOR: { en: 'Model Armor stopped it', zh: '被 Model Armor 拦截' },
  JAILBREAK: { en: 'it was taken for a jailbreak attempt', zh: '被判定为越狱尝试' },
};

const unnamed = { en: 'it does not say what it found', zh: '未说明原因' };

/**
 * OpenAI's reason for Google's. Names that nobody has heard of yet count as an ordinary end.
 * @param hasCalls whether the choice holds tool calls, in any chunk: Google says `STOP` for those too.
 */
export function finishReason(reason: string | undefined, hasCalls: boolean): FinishReason {
  if (reason === 'MAX_TOKENS' || reason === 'CONTINUATION') return 'length';
  if (isFiltered(reason)) return 'content_filter';
  return hasCalls ? 'tool_calls' : 'stop';
}

export const isFiltered = (reason: string | undefined): boolean =>
  reason !== undefined && Object.hasOwn(filters, reason);

/** Says what stopped the answer, ending in Google's own name of the reason so that it can be looked up. */
export function filteredAnswerWords(reason: string, language: Language): string {
  const found = (filters[reason] ?? unnamed)[language];
  if (language === 'zh') return `Google 中止了回答：${found}（${reason}）。`;
  return `Google stopped the answer: ${found} (${reason}).`;
}

/**
 * Says why Google did not take the prompt.
 * @param message Google's own explanation, where it gives one.
 */
export function blockedPromptWords(reason: string, message: string | undefined, language: Language): string {
  const found = message ?? (filters[reason] ?? unnamed)[language];
  if (language === 'zh') return `Google 拒绝了该提示：${found}（${reason}）。`;
  return `Google blocked the prompt: ${found} (${reason}).`;
}
