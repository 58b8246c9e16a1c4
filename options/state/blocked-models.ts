import type { SettingValue, SettingView } from '../../src/contract/settings/value.ts';
import { listOf } from './list-value.ts';

/** Whether the switch of one model can do anything: a pattern or the list of allowed ones may say more. */
export const isBlockedByName = (views: readonly SettingView[], model: string): boolean =>
  listOf(views.find(({ name }) => name === 'blockedModels')?.value).includes(model);

/** The list with this model added, or taken out. */
export function withBlocked(value: SettingValue | undefined, model: string, blocked: boolean): readonly string[] {
  const others = listOf(value).filter((name) => name !== model);
  return blocked ? [...others, model] : others;
}
