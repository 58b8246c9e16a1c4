/**
 * Random letters around the prompt, as hajimi's "disguise" puts them: no two requests begin or end alike. They are parts of
 * turns that the user has anyway, so the order of turns stays as it was; turns of a tool call are never touched.
 */

import type { Settings } from '../../../contract/settings/table.ts';
import type { RequestHead } from '../../exchange.ts';
import { isSillyTavern } from '../../named-client.ts';
import type { Random } from '../../ports.ts';
import type { Content, GenerateContentRequest, Part } from '../wire.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function wantsPadding(
  request: Pick<RequestHead, 'header'>,
  { randomString }: Pick<Settings, 'randomString'>,
): boolean {
  if (randomString !== 'auto') return randomString === 'on';
  return isSillyTavern(request);
}

/** @param length Of each of the two strings. A request in the middle of a tool call comes back as it is. */
export function withPadding(
  request: GenerateContentRequest,
  { length, random }: { readonly length: number; readonly random: Random },
): GenerateContentRequest {
  const first = request.contents.findIndex(isPlainUserTurn);
  const last = request.contents.findLastIndex(isPlainUserTurn);
  if (last < 0 || request.contents.slice(last).some(isToolTurn)) return request;
  const contents = [...request.contents];
  prepend(contents, first, { text: `${randomLetters(length, random)}\n\n` });
  append(contents, last, { text: `\n\n${randomLetters(length, random)}` });
  return { ...request, contents };
}

const isToolTurn = ({ parts }: Content) => parts.some((part) => part.functionCall || part.functionResponse);
const isPlainUserTurn = (turn: Content) => turn.role !== 'model' && !isToolTurn(turn);

function prepend(contents: Content[], at: number, part: Part): void {
  const turn = contents[at];
  if (turn) contents[at] = { ...turn, parts: [part, ...turn.parts] };
}

function append(contents: Content[], at: number, part: Part): void {
  const turn = contents[at];
  if (turn) contents[at] = { ...turn, parts: [...turn.parts, part] };
}

const randomLetters = (length: number, random: Random): string =>
  Array.from({ length }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('');
