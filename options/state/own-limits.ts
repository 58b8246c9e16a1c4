import type { OwnLimits } from '../../src/contract/keys.ts';

/** `{ 'gemini-3.8-flash': 50 }` as a person writes it: a line for each model. */
export const formatLimits = (limits: Readonly<Record<string, number>>): string =>
  Object.entries(limits)
    .map(([model, limit]) => `${model} = ${limit}`)
    .join('\n');

/** Reads what was typed. An empty text is no limit. @returns undefined where it is not a limit. */
export function parseLimits(perDay: string, perModel: string): OwnLimits | undefined {
  const whole = perDay.trim();
  if (!/^\d*$/.test(whole)) return undefined;
  const byModel: Record<string, number> = {};
  for (const line of perModel.split(/\n/).filter((text) => text.trim() !== '')) {
    const [, model = '', limit = ''] = /^\s*([^\s=:]+)\s*[=:\s]\s*(\d+)\s*$/.exec(line) ?? [];
    if (model === '') return undefined;
    byModel[model] = Number(limit);
  }
  return {
    ...(whole !== '' && { perDay: Number(whole) }),
    ...(Object.keys(byModel).length > 0 && { perDayByModel: byModel }),
  };
}
