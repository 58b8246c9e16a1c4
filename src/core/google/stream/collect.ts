/** The events of one streamed answer as the one object that Google would have sent without a stream. Pure. */
import type { Candidate, GenerateContentResponse, Part } from '../wire.ts';

/** Later events win field by field (usage is cumulative, sources come last); parts follow on each other. */
export function collect(events: readonly GenerateContentResponse[]): GenerateContentResponse {
  const [only] = events;
  if (only !== undefined && events.length === 1) return only;
  const candidates = new Map<number, Candidate>();
  let answer: GenerateContentResponse = {};
  for (const { candidates: pieces, ...rest } of events) {
    answer = { ...answer, ...rest };
    for (const piece of pieces ?? []) {
      const index = piece.index ?? 0;
      const before = candidates.get(index);
      candidates.set(index, before === undefined ? piece : joinCandidates(before, piece));
    }
  }
  if (candidates.size === 0) return answer;
  const inOrder = [...candidates].sort(([a], [b]) => a - b).map(([, candidate]) => candidate);
  return { candidates: inOrder, ...answer };
}

function joinCandidates(before: Candidate, piece: Candidate): Candidate {
  const { content, logprobsResult, ...rest } = piece;
  const parts = content?.parts ?? [];
  return {
    ...before,
    ...rest,
    ...(parts.length > 0 && {
      content: { ...before.content, ...content, parts: joinParts(before.content?.parts ?? [], parts) },
    }),
    ...(logprobsResult !== undefined && {
      logprobsResult: {
        chosenCandidates: joinLists(before.logprobsResult?.chosenCandidates, logprobsResult.chosenCandidates),
        topCandidates: joinLists(before.logprobsResult?.topCandidates, logprobsResult.topCandidates),
      },
    }),
  };
}

const joinLists = <T>(before: readonly T[] = [], more: readonly T[] = []): T[] => [...before, ...more];

/** Pieces of one text are one part, as they are without a stream: sources count by part. */
function joinParts(before: readonly Part[], more: readonly Part[]): Part[] {
  const parts = [...before];
  for (const part of more) {
    const last = parts.at(-1);
    if (last !== undefined && isText(last) && isText(part) && !!last.thought === !!part.thought) {
      parts[parts.length - 1] = { ...last, ...part, text: (last.text ?? '') + (part.text ?? '') };
    } else {
      parts.push(part);
    }
  }
  return parts;
}

const isText = (part: Part): boolean =>
  part.text !== undefined && part.functionCall === undefined && part.inlineData === undefined;
