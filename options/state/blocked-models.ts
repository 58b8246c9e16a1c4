import type { SettingView } from '../../src/core/admin/types.ts';
import type { SettingValue } from '../../src/core/ports.ts';

/** The list of models that clients may not use, as it is stored. */
const blockedIn = (views: readonly SettingView[]): readonly string[] => {
  const value = views.find(({ name }) => name === 'blockedModels')?.value;
  return Array.isArray(value) ? value : [];
};

/** Whether the switch of one model can do anything: a pattern or the list of allowed ones may say more. */
export const isBlockedByName = (views: readonly SettingView[], model: string): boolean =>
  blockedIn(views).includes(model);

/** The list with this model added, or taken out. */
export function withBlocked(value: SettingValue | undefined, model: string, blocked: boolean): readonly string[] {
  const others = (Array.isArray(value) ? value : []).filter((name) => name !== model);
  return blocked ? [...others, model] : others;
}
