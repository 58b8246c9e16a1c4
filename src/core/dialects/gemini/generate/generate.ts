/** Gemini's own generate calls, so that they have all that the other dialects have. */

import type { RequestContext } from '../../../context.ts';
import { type GeminiErrorBody, geminiErrorBody } from '../../../errors.ts';
import type { RequestHead } from '../../../exchange.ts';
import { collect } from '../../../google/stream/collect.ts';
import { isSillyTavern } from '../../../named-client.ts';
import { isStreamed, readEvents } from '../../../pipeline/call.ts';
import type { Random } from '../../../ports.ts';
import { checkTextDepth } from '../../../utils/json/json-depth.ts';
import type { Dialect, DialectCall } from '../../dialect.ts';
import { createFraming, type Framing } from './framing.ts';
import { createStopNotice } from './stop-notice.ts';
import { padNative } from './transforms.ts';

export interface NativeCall {
  /** Upstream id. */
  readonly model: string;
  /** How the answer is framed; undefined: in one piece. */
  readonly framing: Framing | undefined;
}

export interface NativeGenerateCall extends DialectCall {
  readonly framing: Framing | undefined;
  /** Its page shows a failure by its status, and nothing of what Google says in place of an answer. */
  readonly isSillyTavern: boolean;
}

const GENERATE = /^\/v1beta\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

/** Undefined for what passes to Google as it is: other methods and versions, and queries that change the answer's form. */
export function readNativeCall(method: string, path: string, query: string): NativeCall | undefined {
  const [, model, call] = GENERATE.exec(path) ?? [];
  const alt = new URLSearchParams(query).get('alt');
  if (method !== 'POST' || model === undefined || !/^(\?alt=(sse|json))?$/.test(query)) return undefined;
  const framing = call === 'generateContent' ? undefined : alt === 'sse' ? 'events' : 'array';
  return { model: decodeURIComponent(model), framing };
}

/**
 * @param meaning the body as the client meant it
 * @param pinnedTo the key that owns what the body names
 * @throws {ProxyError} `invalid_value` where it is nested too deep
 */
export function nativeCall(
  { model, framing }: NativeCall,
  meaning: string,
  pinnedTo: string | undefined,
  request: Pick<RequestHead, 'header'>,
  { settings }: Pick<RequestContext, 'settings'>,
  random: Random,
): NativeGenerateCall {
  checkTextDepth(meaning);
  const padded = padNative(settings, request, meaning, random);
  const isTavern = isSillyTavern(request);
  return {
    model,
    body: padded ?? meaning,
    ...(padded !== undefined && { meaning }),
    ...(pinnedTo !== undefined && { pinnedTo }),
    ...(isTavern && { refusals: 'error' }),
    raw: framing === undefined,
    stream: framing !== undefined,
    copies: 1,
    framing,
    isSillyTavern: isTavern,
  };
}

/** How they are answered: in Google's own words. */
export const generate: Omit<Dialect<NativeGenerateCall>, 'decode'> = {
  // As Google writes it.
  contentType: 'application/json; charset=UTF-8',
  async whole([result]) {
    if (result === undefined) return { json: {} };
    const { raw } = result;
    if (isStreamed(raw)) return { written: raw };
    const events = await readEvents(result);
    return raw === undefined ? { json: collect(events) } : { written: raw };
  },
  stream({ framing = 'events', isSillyTavern }, { language }) {
    const framed = createFraming(framing);
    const notice = isSillyTavern ? createStopNotice(language) : undefined;
    return {
      contentType: framed.contentType,
      batch({ events }) {
        notice?.hear(events);
        return framed.frame(events);
      },
      end: () => framed.frame(notice?.events() ?? []) + framed.end(),
      fail: (error) => framed.fail(error as GeminiErrorBody),
      keepAlive: () => framed.keepAlive(),
    };
  },
  error: geminiErrorBody,
};
