import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { parseSetting, SettingError, type SettingName } from '../../../src/contract/settings/table.ts';
import type { SettingValue, SettingView } from '../../../src/contract/settings/value.ts';
import { useStores } from '../../state/stores.ts';
import { invalidWords } from './invalid-words.ts';

/** Where the last change of a setting stands. `invalid` was never sent; `failed` was refused or not answered. */
export type Saving =
  | { readonly kind: 'idle' | 'saving' | 'saved' }
  | { readonly kind: 'invalid' | 'failed'; readonly message: string };

export interface SavingSetting {
  readonly state: ReadonlySignal<Saving>;
  /** Checks what was entered and saves it; resolves to true when it is stored, or was already. */
  save(input: unknown): Promise<boolean>;
  /** Saves what is made of the value that holds by then: for one item of a list that others change as well. */
  change(how: (value: SettingValue | undefined) => SettingValue): Promise<boolean>;
  /** Says why what was entered is not saved. */
  refuse(message: string): void;
  reset(): Promise<boolean>;
}

export function useSaving(name: SettingName, view: SettingView): SavingSetting {
  const { settings } = useStores();
  const state = useSignal<Saving>({ kind: 'idle' });
  /** Changes that are on their way. */
  const underWay = useRef(0);

  async function run(write: () => Promise<void>): Promise<boolean> {
    state.value = { kind: 'saving' };
    underWay.current += 1;
    try {
      await write();
      if (underWay.current === 1) state.value = { kind: 'saved' };
      return true;
    } catch (error) {
      state.value = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
      return false;
    } finally {
      underWay.current -= 1;
    }
  }

  /** To go back to what is stored says something while another value is on its way. */
  function isStored(value: SettingValue): boolean {
    const isSame = underWay.current === 0 && JSON.stringify(value) === JSON.stringify(view.value);
    if (isSame) state.value = { kind: 'idle' };
    return isSame;
  }

  return {
    state,
    async save(input) {
      let value: ReturnType<typeof parseSetting>;
      try {
        value = parseSetting(name, input);
      } catch (error) {
        const allowed = error instanceof SettingError ? error.allowed : String(error);
        state.value = { kind: 'invalid', message: invalidWords(name, allowed) };
        return false;
      }
      return isStored(value) || run(() => settings.set(name, value));
    },
    async change(how) {
      return isStored(how(view.value)) || run(() => settings.change(name, how));
    },
    refuse(message) {
      state.value = { kind: 'invalid', message };
    },
    reset: () => run(() => settings.reset(name)),
  };
}
