/**
 * Content of a `tool` message -> Google's function response, which must be an object (docs/design/translation.md#messages).
 */

import type { Part } from '../../../../../google/wire.ts';
import type { Capabilities } from '../../../../../models/series.ts';
import { type JsonObject, parseObject } from '../../../../../utils/json/json.ts';
import { isTooDeep } from '../../../../../utils/json/json-depth.ts';
import type { Result } from '../conversation.ts';

/** @param parts The message's own parts. Inside a response Google takes no `mediaResolution`. */
export function encodeResult(parts: readonly Part[], model: Pick<Capabilities, 'mediaInResponses'>): Result {
  const media = parts.filter(isMedia);
  return {
    response: responseOf(textOf(parts)),
    inside: model.mediaInResponses ? media : [],
    beside: model.mediaInResponses ? [] : media,
  };
}

export const textOf = (parts: readonly Part[]): string => parts.flatMap((part) => part.text ?? []).join('\n');

export const isMedia = (part: Part): boolean => part.text === undefined;

function responseOf(text: string): JsonObject {
  return objectIn(text) ?? { result: text };
}

/** A whole number with more digits than JavaScript's hold, such as an id of 64 bits, would come out changed. */
const unsafeNumber = /(?<![.\d])\d{16}/;

function objectIn(text: string): JsonObject | undefined {
  if (!/^\s*\{/.test(text) || unsafeNumber.test(text)) return undefined;
  const parsed = parseObject(text);
  // What is nested too deep for Google is as good a text.
  return isTooDeep(parsed) ? undefined : (parsed as JsonObject | undefined);
}
