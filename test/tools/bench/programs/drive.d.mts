export interface Target {
  readonly name: string;
}
export function target(options: {
  readonly name: string;
  readonly base: string;
  readonly key: string;
  readonly pids: readonly number[];
  readonly mock: string;
  readonly format: 'openai' | 'gemini';
  readonly scale: number;
}): Target;
/** One scenario of `drive.mjs`, by its name there; the figures depend on it. */
export function runScenario(target: Target, scenario: string): Promise<Record<string, unknown>>;
