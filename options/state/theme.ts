import { effect } from '@preact/signals';
import { remembered } from './remembered.ts';

export const theme = remembered('hajimi.theme', ['auto', 'light', 'dark'], 'auto');

/** Keeps `<html data-theme>` as chosen; the style sheet does the rest. */
export function applyTheme(root: HTMLElement): void {
  effect(() => {
    root.dataset.theme = theme.value;
  });
}
