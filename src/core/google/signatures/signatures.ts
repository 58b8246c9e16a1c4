/** Thought signatures on the way to Google (docs/design/translation.md#thought-signatures). */
import { capabilitiesOf } from '../../models/series.ts';
import type { Content, GenerateContentRequest, Part } from '../wire.ts';
import type { SignatureVault } from './signature-vault.ts';

/** Google's documented stand-in for a signature that nobody has, such as one of another model's call. */
export const SIGNATURE_SENTINEL = 'skip_thought_signature_validator';

/**
 * Gives the first call of every step of the current turn the signature that it came with, or else the sentinel, on models
 * that enforce it. Later calls of a step never carry one. Returns the request itself when there is nothing to do.
 */
export async function restoreSignatures(
  request: GenerateContentRequest,
  model: string,
  vault: Pick<SignatureVault, 'find'>,
): Promise<GenerateContentRequest> {
  if (!capabilitiesOf(model).signaturesEnforced) return request;
  const signed = new Map<Part, Part>();
  for (const part of firstCalls(request.contents)) {
    if (part.thoughtSignature !== undefined || part.functionCall === undefined) continue;
    const thoughtSignature = (await vault.find(part.functionCall)) ?? SIGNATURE_SENTINEL;
    signed.set(part, { ...part, thoughtSignature });
  }
  if (signed.size === 0) return request;
  const contents = request.contents.map((content) =>
    content.parts.some((part) => signed.has(part))
      ? { ...content, parts: content.parts.map((part) => signed.get(part) ?? part) }
      : content,
  );
  return { ...request, contents };
}

/**
 * The first call of each step since the user last said something. A step is what the model says between two contents of
 * the user's; function responses are the user's too, but say nothing.
 */
function firstCalls(contents: readonly Content[]): Part[] {
  const isSpeech = ({ role, parts }: Content) => role !== 'model' && parts.some((part) => !part.functionResponse);
  const turn = contents.slice(Math.max(0, contents.findLastIndex(isSpeech)));
  const found: Part[] = [];
  let inStep = false;
  for (const { role, parts } of turn) {
    if (role !== 'model') {
      inStep = false;
      continue;
    }
    const first: Part | undefined = inStep ? undefined : parts.find((part) => part.functionCall);
    if (first) found.push(first);
    inStep ||= first !== undefined;
  }
  return found;
}
