import { type Signal, useSignal } from '@preact/signals';
import { type AllowancePatch, allowanceTexts, parseAllowance } from '../../state/allowance.ts';

/** The fields of an allowance while a person fills them in. */
export interface AllowanceForm {
  readonly perMinute: Signal<string>;
  readonly perDay: Signal<string>;
  readonly models: Signal<string>;
  /** What they say; undefined, and `wrong` is set, where a limit is no whole number. */
  read(): AllowancePatch | undefined;
  readonly wrong: Signal<boolean>;
  clear(): void;
}

export function useAllowance(before: Partial<AllowancePatch> = {}): AllowanceForm {
  const texts = allowanceTexts(before);
  const perMinute = useSignal(texts.perMinute);
  const perDay = useSignal(texts.perDay);
  const models = useSignal(texts.models);
  const wrong = useSignal(false);
  return {
    perMinute,
    perDay,
    models,
    wrong,
    read() {
      const typed = { perMinute: perMinute.value, perDay: perDay.value, models: models.value };
      const patch = parseAllowance(typed);
      wrong.value = patch === undefined;
      return patch;
    },
    clear() {
      for (const field of [perMinute, perDay, models]) field.value = '';
    },
  };
}
