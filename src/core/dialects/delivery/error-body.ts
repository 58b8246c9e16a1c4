import { geminiErrorBody, type Language, openAIErrorBody, type ProxyError } from '../../errors.ts';
import { isNativePath } from '../../google/paths.ts';

/** How the clients of a dialect are told of an error. */
export type ErrorBody = (error: ProxyError, language: Language) => object;

/** Where no route says more: Google's form at Google's own paths, OpenAI's at all others. */
export const errorBodyAt = (path: string): ErrorBody => (isNativePath(path) ? geminiErrorBody : openAIErrorBody);
