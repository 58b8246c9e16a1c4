/** Why a field is refused, in our own words and both languages. Those of the library would be its own and English only. */
import type * as v from 'valibot';
import type { Phrase } from '../errors.ts';
import { unreadableLogin } from '../utils/net/url-login.ts';

type Words = (issue: v.BaseIssue<unknown>) => Phrase;

/** What a schema says of itself, by the message that it is given. */
const own = {
  'proxy-address': {
    en: 'must be http://host:port or https://host:port',
    zh: '必须形如 http://主机:端口 或 https://主机:端口',
  },
  'proxy-login': unreadableLogin,
  secret: {
    en: 'must be a key of this kind',
    zh: '必须是此类密钥',
  },
  'project-id': {
    en: 'must be the id of a Google Cloud project, such as my-project-123',
    zh: '必须是 Google Cloud 项目的 ID，例如 my-project-123',
  },
  location: {
    en: 'must be a location of Google Cloud, such as us-central1',
    zh: '必须是 Google Cloud 的区域，例如 us-central1',
  },
  'client-name': {
    en: 'must have a letter or digit, and neither | nor control characters',
    zh: '必须含有字母或数字，且不可含 | 和控制字符',
  },
  'site-address': {
    en: 'must be an address such as https://chat.example',
    zh: '必须是网址，例如 https://chat.example',
  },
} as const satisfies Record<string, Phrase>;

/** @returns the message for a schema whose reason stands here. */
export const because = (reason: keyof typeof own): string => reason;

const anObject: Words = () => ({ en: 'must be an object', zh: '必须是对象' });
const oneOf: Words = ({ expected }) => {
  const values = (expected ?? '').replace(/^\(|\)$/g, '').replaceAll(' | ', ', ');
  return { en: `must be one of ${values}`, zh: `必须是以下之一：${values}` };
};
const atMost: Words = ({ input, requirement }) =>
  typeof input === 'string'
    ? { en: `must have at most ${requirement} characters`, zh: `最多 ${requirement} 个字符` }
    : { en: `must have at most ${requirement} entries`, zh: `最多 ${requirement} 项` };

const byType: Readonly<Record<string, Words>> = {
  string: () => ({ en: 'must be a text', zh: '必须是文本' }),
  number: () => ({ en: 'must be a number', zh: '必须是数字' }),
  boolean: () => ({ en: 'must be true or false', zh: '必须是 true 或 false' }),
  array: () => ({ en: 'must be a list', zh: '必须是列表' }),
  object: anObject,
  strict_object: anObject,
  record: anObject,
  picklist: oneOf,
  literal: oneOf,
  min_length: () => ({ en: 'must not be empty', zh: '不能为空' }),
  max_length: atMost,
  max_entries: atMost,
  integer: () => ({ en: 'must be a whole number', zh: '必须是整数' }),
  min_value: ({ requirement }) => ({ en: `must be at least ${requirement}`, zh: `不能小于 ${requirement}` }),
  max_value: ({ requirement }) => ({ en: `must be at most ${requirement}`, zh: `不能大于 ${requirement}` }),
};

export const required: Phrase = { en: 'is required', zh: '必填' };
const unknownField: Phrase = { en: 'is not known here', zh: '不是此处的字段' };
const notAllowed: Phrase = { en: 'is not allowed here', zh: '此处不允许该值' };

/** For a sentence in which the field is named. */
export function wordsOf(issue: v.BaseIssue<unknown>): Phrase {
  const said = (own as Readonly<Record<string, Phrase>>)[issue.message];
  if (said !== undefined) return said;
  if (issue.expected === 'never') return unknownField;
  if (issue.received === 'undefined') return required;
  return byType[issue.type]?.(issue) ?? notAllowed;
}
