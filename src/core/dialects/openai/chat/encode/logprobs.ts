import type { LogprobsResult, LogprobsToken } from '../../../../google/wire.ts';
import { protoFloat } from '../../../../utils/json/proto-json.ts';
import type { Logprobs, TokenLogprob } from '../../wire-response.ts';

const utf8 = new TextEncoder();
/** What OpenAI says of a token that is all but impossible; its JSON has no infinity. */
const UNLIKELY = -9999;

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

function encodeToken({ token = '', logProbability = 0 }: LogprobsToken) {
  const logprob = protoFloat(logProbability);
  return { token, logprob: Number.isFinite(logprob) ? logprob : UNLIKELY, bytes: [...utf8.encode(token)] };
}
