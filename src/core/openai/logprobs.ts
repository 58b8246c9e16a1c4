import type { LogprobsResult } from '../gemini/wire.ts';
import type { Logprobs, TokenLogprob } from './wire-response.ts';

interface GoogleToken {
  token?: string;
  logProbability?: number;
}

const utf8 = new TextEncoder();

/** The log probabilities of one candidate, or null where Google gave none. */
export function encodeLogprobs(result: LogprobsResult | undefined): Logprobs | null {
  if (result?.chosenCandidates === undefined) return null;
  const content = result.chosenCandidates.map(
    (chosen, step): TokenLogprob => ({
      ...encodeToken(chosen),
      top_logprobs: (result.topCandidates?.[step]?.candidates ?? []).map(encodeToken),
    }),
  );
  return { content, refusal: null };
}

function encodeToken({ token = '', logProbability = 0 }: GoogleToken) {
  return { token, logprob: logProbability, bytes: [...utf8.encode(token)] };
}
