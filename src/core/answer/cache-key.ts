/** What a kept answer is an answer to. */
import type { Settings } from '../settings.ts';
import { meaningOf, type Question } from './question.ts';

/**
 * SHA-256 over the client, the model and every byte of the request, pictures and settings included. With `preciseCache` off
 * the messages before the last `calculateCacheEntries` do not count; everything else still does.
 */
export async function cacheKey(
  question: Question,
  settings: Pick<Settings, 'preciseCache' | 'calculateCacheEntries'>,
): Promise<string> {
  const { client, model } = question;
  const meaning = meaningOf(question);
  const compared = settings.preciseCache ? meaning : withLastMessages(meaning, settings.calculateCacheEntries);
  const [whose, request] = await Promise.all([digest(JSON.stringify([client, model])), digest(compared)]);
  return whose + request;
}

function withLastMessages(meaning: string, count: number): string {
  try {
    const request: unknown = JSON.parse(meaning);
    if (typeof request !== 'object' || request === null || !('contents' in request)) return meaning;
    const contents = [request.contents].flat().slice(-count);
    return JSON.stringify({ ...request, contents });
  } catch {
    // What is no JSON is for Google to refuse.
    return meaning;
  }
}

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
