import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'wait' | 'bad' | 'info';

const icons: Readonly<Record<Tone, IconName>> = { good: 'check', wait: 'clock', bad: 'alert', info: 'about' };

/** Something to know, with what can be done about it. */
export function Notice({
  tone,
  action,
  children,
}: {
  tone: Tone;
  action?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <div class={`notice ${tone}`}>
      <Icon name={icons[tone]} />
      <div class="notice-text">{children}</div>
      {action}
    </div>
  );
}
