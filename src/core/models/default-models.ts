/**
 * The models that Hajimi names by itself, and the days on which Google's models end: the one place that knows ids. What
 * stands in examples of the page, in aliases and in key tests is taken from here, and a test fails once one of them is past.
 * Looked up on 2026-11-30 (ai.google.dev/gemini-api/docs/deprecations).
 */

export const defaultModels = {
  /** Answers on the free tier with the largest daily quota. */
  chat: 'gemini-3.5-flash-lite',
  /** For whoever wants more and has less of it. */
  strongChat: 'gemini-3.8-flash',
  image: 'gemini-nano-banana-2.1',
  speech: 'gemini-3.8-flash-tts',
  /** Vectors of another model are not comparable, so what was stored with this one would be lost by a newer one. */
  embeddings: 'gemini-embedding-001',
  /** Where a key's own list cannot be had. */
  keyTest: 'gemini-3.5-flash-lite',
} as const;

/** What clients can choose from where Vertex gives no list. */
export const vertexModels = [
  'gemini-4-neon',
  'gemini-4-hydrogen',
  'gemini-4-carbon',
  'gemini-4-argon',
  'gemini-3.8-flash',
  'gemini-3.5-flash-lite',
  'gemini-3.1-flash-lite',
  'gemini-nano-banana-2.1',
] as const;

/** First day, in UTC, on which Google does not answer under this name any more, or answers with another model. */
const ends: Readonly<Record<string, string>> = {
  'gemini-2.0-flash': '2026-06-01',
  'gemini-2.0-flash-lite': '2026-06-01',
  'gemini-2.5-pro': '2026-12-01',
  'gemini-2.5-flash': '2026-12-01',
  'gemini-2.5-flash-image': '2026-10-02',
  'gemini-3-pro-preview': '2026-03-09',
  'gemini-3.1-flash-image-preview': '2026-06-25',
  'gemini-3.1-flash-image': '2026-10-29',
  'gemini-3.1-flash-lite': '2027-05-07',
};

/** Closed to new projects since August 2026, with no day named on which it ends for the others. */
const closed: ReadonlySet<string> = new Set(['gemini-2.5-flash-lite']);

/**
 * When Google ends a model, in ms since the epoch; undefined where no day is known.
 * @param model an id, with or without `models/`
 */
export function endOf(model: string): number | undefined {
  const day = ends[model.replace(/^models\//, '')];
  return day === undefined ? undefined : Date.parse(day);
}

/**
 * Whether a newcomer could use this model.
 * @param now in ms since the epoch
 */
export function isOffered(model: string, now: number): boolean {
  const end = endOf(model);
  return !closed.has(model.replace(/^models\//, '')) && (end === undefined || now < end);
}
