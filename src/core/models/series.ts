/**
 * Capabilities by model series, read from the name: the one place that knows Gemini's generations. There is no list of models:
 * a name without a version, or of a newer generation, gets the newest behaviour. Add a row only for what Google refuses with
 * 400 (docs/design/translation.md#model-series); the reason of each is in that page, under what it concerns.
 */

/** Words for how much to think, weakest first. */
export const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;
export type Effort = (typeof efforts)[number];

/** How a model is told to think. Budgets are tokens, with -1 for "as the model likes". */
export type Thinking =
  | { readonly kind: 'none' }
  | { readonly kind: 'budget'; readonly min: number; readonly max: number; readonly canBeOff: boolean }
  | {
      readonly kind: 'level';
      readonly level: Readonly<Record<Effort, string>>;
      /** Still accepts a positive budget in place of a level. */
      readonly takesBudget: boolean;
    };

export interface Capabilities {
  readonly output: 'text' | 'image' | 'speech';
  readonly thinking: Thinking;
  /** Otherwise 400 "Developer instruction is not enabled": system text then belongs in front of the first user text. */
  readonly systemInstruction: boolean;
  /** May end with a model turn, which the answer then continues. */
  readonly prefill: boolean;
  /** Heeds temperature, topP and topK. */
  readonly sampling: boolean;
  readonly penalties: boolean;
  /** Takes a `candidateCount` above one. */
  readonly candidates: boolean;
  /** Takes `parametersJsonSchema` and `responseJsonSchema`; otherwise only the protobuf `Schema`. */
  readonly jsonSchema: boolean;
  readonly jsonMode: boolean;
  readonly jsonModeWithTools: boolean;
  /** Takes the tool `googleSearch`. */
  readonly search: boolean;
  /** Takes Google's own tools next to functions (with `includeServerSideToolInvocations`). */
  readonly builtInsWithFunctions: boolean;
  /** Takes `mediaResolution` on single parts. */
  readonly partMediaResolution: boolean;
  /** Takes media inside a function response; otherwise they stand beside it. */
  readonly mediaInResponses: boolean;
  /** Fetches public https addresses in `fileData` itself. */
  readonly fetchesUrls: boolean;
  /** Answers 400 when a call of the current turn comes back without its thought signature. */
  readonly signaturesEnforced: boolean;
  /** Wants the call's id on every function response. */
  readonly responseIdsRequired: boolean;
  /** Takes the threshold `OFF`; otherwise `BLOCK_NONE` is the weakest. */
  readonly safetyOff: boolean;
  /** Still knows the harm category CIVIC_INTEGRITY. */
  readonly civicIntegrity: boolean;
  /** Takes directions for the voice as `speechMetadata.style`, and speaks all that stands in the text. */
  readonly speechMetadata: boolean;
}

/**
 * @param model An id such as `gemini-3.8-flash`, with or without path segments in front.
 */
export function capabilitiesOf(model: string): Capabilities {
  const name = readName(model);
  const { since, isLite } = name;
  const speech = name.output === 'speech';
  const gemma3 = name.family === 'gemma' && !since(4);
  const textOnly = name.output === 'text' && !gemma3;
  return {
    output: name.output,
    thinking: gemma3 ? { kind: 'none' } : thinkingOf(name),
    systemInstruction: !gemma3 && !speech && (since(2, 5) || name.output === 'text'),
    prefill: !since(3, 6) && !(since(3, 5) && isLite),
    sampling: !since(3, 6),
    penalties: !gemma3 && !since(2, 5),
    candidates: textOnly && !since(3),
    jsonSchema: !gemma3 && since(2, 5),
    jsonMode: textOnly,
    jsonModeWithTools: since(3) && textOnly,
    search: !gemma3 && searches(name),
    builtInsWithFunctions: !gemma3 && since(3),
    partMediaResolution: !gemma3 && since(3),
    mediaInResponses: !gemma3 && since(3),
    fetchesUrls: !gemma3 && since(2, 5),
    signaturesEnforced: !gemma3 && since(3),
    responseIdsRequired: !gemma3 && since(3, 5),
    safetyOff: since(2),
    civicIntegrity: !gemma3 && !since(3),
    speechMetadata: speech && since(3, 8),
  };
}

interface Name {
  readonly family: 'gemini' | 'gemma';
  readonly output: Capabilities['output'];
  readonly isPro: boolean;
  readonly isLite: boolean;
  readonly id: string;
  since(major: number, minor?: number): boolean;
}

function readName(model: string): Name {
  const id = model.slice(model.lastIndexOf('/') + 1).toLowerCase();
  const version = /^(?:gemini|gemma|learnlm)-(\d+)(?:\.(\d+))?(?![\d.])/.exec(id);
  const major = version ? Number(version[1]) : Number.POSITIVE_INFINITY;
  const minor = version ? Number(version[2] ?? 0) : 0;
  return {
    family: id.startsWith('gemma') ? 'gemma' : 'gemini',
    output: /-image|nano-banana/.test(id) ? 'image' : /-tts\b/.test(id) ? 'speech' : 'text',
    isPro: /-pro\b/.test(id),
    isLite: /-lite\b/.test(id),
    id,
    since: (wantMajor, wantMinor = 0) => major > wantMajor || (major === wantMajor && minor >= wantMinor),
  };
}

/** What only speaks cannot; the first small and drawing models could not either. */
function searches({ since, isLite, output }: Name): boolean {
  if (output === 'text') return since(2) && (!isLite || since(2, 5));
  return output === 'image' && since(3);
}

const nanoBananaThinking: Thinking = {
  kind: 'level',
  level: { none: 'minimal', minimal: 'minimal', low: 'minimal', medium: 'medium', high: 'high', xhigh: 'high' },
  takesBudget: false,
};

function thinkingOf({ id, since, isPro, isLite, output }: Name): Thinking {
  if (!since(2, 5) || output === 'speech') return { kind: 'none' };
  if (!since(3)) {
    if (output === 'image') return { kind: 'none' };
    if (isPro) return { kind: 'budget', min: 128, max: 32_768, canBeOff: false };
    return { kind: 'budget', min: isLite ? 512 : 1, max: 24_576, canBeOff: true };
  }
  // Gemini 3's image models always think and know no levels.
  if (output === 'image' && /nano-banana/.test(id)) return isPro ? { kind: 'none' } : nanoBananaThinking;
  if (output === 'image' && !since(4)) return { kind: 'budget', min: 128, max: 32_768, canBeOff: false };
  const knowsMinimal = isLite ? !since(4) || /-latest$/.test(id) : !isPro && !since(3, 7);
  const weakest = knowsMinimal ? 'minimal' : 'low';
  return {
    kind: 'level',
    level: {
      none: weakest,
      minimal: weakest,
      low: 'low',
      // The first 3 Pro has only two levels.
      medium: isPro && !since(3, 1) ? 'high' : 'medium',
      high: 'high',
      xhigh: id.startsWith('gemini-4-hydrogen') ? 'xhigh' : 'high',
    },
    takesBudget: !since(4),
  };
}
