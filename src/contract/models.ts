/** `/api/models`, and what the page knows of models by itself. */

export { bestFirst } from '../core/models/best-first.ts';
export { defaultModels } from '../core/models/default-models.ts';

export type ModelAbility = 'chat' | 'image' | 'speech' | 'embed' | 'search' | 'thinking';

/** One row of `GET /api/models`, in Google's order; what only the settings name comes last. */
export interface ModelView {
  /** Without `models/`. */
  readonly id: string;
  readonly displayName?: string;
  /** In tokens. */
  readonly inputTokenLimit?: number;
  readonly outputTokenLimit?: number;
  readonly abilities: readonly ModelAbility[];
  /** Whether clients may use it, by `WHITELIST_MODELS` and `BLOCKED_MODELS`. */
  readonly allowed: boolean;
  /** Requests since the Pacific midnight, over all keys. */
  readonly requestsToday: number;
  /** The most that there may be of them, by `MODEL_DAILY_LIMITS`. */
  readonly limitToday?: number;
}
