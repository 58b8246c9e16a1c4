/** What a kept answer is an answer to. */

import type { Settings } from '../../../contract/settings/table.ts';
import { concatBytes } from '../../utils/bytes.ts';
import { attach, type Detached } from '../../utils/json/detached-payloads.ts';
import { parseObject } from '../../utils/json/json.ts';
import { sha256 } from '../../utils/sha256.ts';
import { type GenerateCall, meaningOf } from '../call.ts';

const nothing: Detached = new Map();

/**
 * SHA-256 over the client, the model, the side of Google and every byte of the request, pictures and settings included. With `preciseCache` off
 * the messages before the last `calculateCacheEntries` do not count; everything else still does.
 */
export async function cacheKey(
  call: GenerateCall,
  settings: Pick<Settings, 'preciseCache' | 'calculateCacheEntries'>,
): Promise<string> {
  const { client, model, kinds, detached = nothing } = call;
  const meaning = meaningOf(call);
  const compared = settings.preciseCache ? meaning : withLastMessages(meaning, settings.calculateCacheEntries);
  const whose = JSON.stringify([client, model, kinds]);
  const hashes = await Promise.all([sha256(whose), sha256(concatBytes(attach(compared, detached)))]);
  return hashes.join('');
}

function withLastMessages(meaning: string, count: number): string {
  const request = parseObject(meaning);
  // What is no JSON is for Google to refuse.
  if (request === undefined || !('contents' in request)) return meaning;
  const contents = [request.contents].flat().slice(-count);
  return JSON.stringify({ ...request, contents });
}
