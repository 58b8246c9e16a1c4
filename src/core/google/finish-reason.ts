/**
 * Google's finish and block reasons: what kind of end each is (docs/design/translation.md#finish-reasons), and plain words
 * for it.
 */

import type { Language } from '../errors.ts';
import type { GenerateContentResponse } from './wire.ts';

type Words = Readonly<Record<Language, string>>;

/** Names of finish and block reasons that mean "a filter stopped this", with what each found. */
const filters: Readonly<Record<string, Words>> = {
  SAFETY: { en: 'it was flagged as unsafe', zh: '被判定为不安全内容' },
  RECITATION: { en: 'it repeats a published source too closely', zh: '与已发表的内容过于相似' },
  BLOCKLIST: { en: 'it contains a term on a blocklist', zh: '包含屏蔽词' },
  PROHIBITED_CONTENT: { en: 'it contains prohibited content', zh: '包含违禁内容' },
  SPII: { en: 'it contains sensitive personal data', zh: '包含敏感的个人信息' },
  IMAGE_SAFETY: { en: 'the image was flagged as unsafe', zh: '图片被判定为不安全' },
  IMAGE_PROHIBITED_CONTENT: { en: 'the image contains prohibited content', zh: '图片包含违禁内容' },
  IMAGE_RECITATION: { en: 'the image repeats a published one too closely', zh: '图片与已发表的图片过于相似' },
  IMAGE_OTHER: { en: 'the image could not be made, for a reason that is not named', zh: '图片未能生成，未说明原因' },
  NO_IMAGE: { en: 'an image was expected and none was made', zh: '未能生成所需的图片' },
  MODEL_ARMOR: { en: 'Model Armor stopped it', zh: '被 Model Armor 拦截' },
  JAILBREAK: { en: 'it was taken for a jailbreak attempt', zh: '被判定为越狱尝试' },
  ESCALATION: { en: 'a check of its policies stopped it', zh: '被其政策审查拦截' },
  PUP_LIMITED_DISABLED: { en: 'its usage policy does not allow it', zh: '不符合其使用政策' },
};

/** Ends that are no filter's, and not the model's own either. */
const interruptions: Readonly<Record<string, Words>> = {
  LANGUAGE: { en: 'the language is not supported', zh: '不支持该语言' },
  MISSING_THOUGHT_SIGNATURE: {
    en: 'a function call of the conversation lacks its thought signature',
    zh: '对话中的函数调用缺少思维签名',
  },
  MALFORMED_FUNCTION_CALL: {
    en: 'the model wrote a function call that cannot be read',
    zh: '模型生成了无法解析的函数调用',
  },
  MALFORMED_RESPONSE: { en: 'the model wrote what cannot be read', zh: '模型生成了无法解析的内容' },
  UNEXPECTED_TOOL_CALL: { en: 'the model called a tool that it was not given', zh: '模型调用了未提供的工具' },
  TOO_MANY_TOOL_CALLS: { en: 'the model called too many tools in a row', zh: '模型连续调用了过多工具' },
};

const unnamed: Words = { en: 'it does not say what it found', zh: '未说明原因' };
const unsaid: Words = { en: 'it does not say why', zh: '未说明原因' };

/** What is not set, as proto3 and mirrors of Google's API write it. */
const NO_REASON: ReadonlySet<string | undefined> = new Set([undefined, '', 'FINISH_REASON_UNSPECIFIED']);
/** The budget of tokens is used up: that of the answer, or with `CONTINUATION` that of this call. */
const BUDGET: ReadonlySet<string> = new Set(['MAX_TOKENS', 'CONTINUATION']);

export const isFiltered = (reason: string | undefined): boolean =>
  reason !== undefined && Object.hasOwn(filters, reason);

export const isBudgetSpent = (reason: string | undefined): boolean => reason !== undefined && BUDGET.has(reason);

/** Whether the model came to its own end, or nothing is said of how the answer ended. */
export const isOrdinaryEnd = (reason: string | undefined): boolean => reason === 'STOP' || NO_REASON.has(reason);

/** Whether Google ended the answer for a reason that the person should hear of: a filter, or any other that it names. */
export const isStopped = (reason: string | undefined): reason is string =>
  !isOrdinaryEnd(reason) && !isBudgetSpent(reason);

/** Google's name of why it did not take the prompt; undefined where it took it. */
export const blockReasonOf = ({ promptFeedback }: GenerateContentResponse): string | undefined =>
  promptFeedback?.blockReason || undefined;

/** Says what stopped the answer, ending in Google's own name of the reason so that it can be looked up. */
export function stoppedAnswerWords(reason: string, language: Language): string {
  const found = wordsFor(reason, isFiltered(reason) ? unnamed : unsaid)[language];
  if (language === 'zh') return `Google 中止了回答：${found}（${reason}）。`;
  return `Google stopped the answer: ${found} (${reason}).`;
}

/** Such words as the end of a text: marked as ours, for the model has not said them. */
export const noticeOf = (words: string, spoke: boolean): string => `${spoke ? '\n\n' : ''}[Hajimi: ${words}]`;

/**
 * Says why Google did not take the prompt.
 * @param message Google's own explanation, where it gives one.
 */
export function blockedPromptWords(reason: string, message: string | undefined, language: Language): string {
  const found = message || wordsFor(reason, unnamed)[language];
  if (language === 'zh') return `Google 拒绝了该提示：${found}（${reason}）。`;
  return `Google blocked the prompt: ${found} (${reason}).`;
}

function wordsFor(reason: string, otherwise: Words): Words {
  if (Object.hasOwn(filters, reason)) return filters[reason] ?? otherwise;
  return Object.hasOwn(interruptions, reason) ? (interruptions[reason] ?? otherwise) : otherwise;
}
