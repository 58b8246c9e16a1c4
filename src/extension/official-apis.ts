/** The APIs whose calls a site may have answered by Hajimi, and where Hajimi answers them. */
import { virtualOrigin } from './protocol/virtual-origin.ts';

/** `https://api.openai.com/` has more than its API: what is not below this path is none of it. */
export const openAIApi = 'https://api.openai.com/v1/';
export const googleApi = 'https://generativelanguage.googleapis.com/';

/** @returns the URL at Hajimi that stands for this one; undefined for any that is not taken over. */
export function standInFor(url: string): string | undefined {
  if (url.startsWith(openAIApi)) return `${virtualOrigin}/v1/${url.slice(openAIApi.length)}`;
  if (url.startsWith(googleApi)) return `${virtualOrigin}/gemini/${url.slice(googleApi.length)}`;
  return undefined;
}
