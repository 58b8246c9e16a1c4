import type { Turn } from '../../state/chat.ts';
import { t } from '../../state/language.ts';
import { Notice } from '../../ui/notice.tsx';

/** What was said so far. */
export function Turns({ turns, busy }: { turns: readonly Turn[]; busy: boolean }) {
  return (
    <ol class="turns" aria-live="polite" aria-busy={busy}>
      {turns.map(({ role, text, thoughts, image, problem, tools = [] }, n) => (
        <li key={`${n} ${role}`} class={role}>
          <span class="visually-hidden">{t(`chat.${role}`)}</span>
          {image && <img src={image} alt={t('chat.image')} />}
          {thoughts && (
            <details>
              <summary class="help">{t('chat.thoughts')}</summary>
              <p class="help">{thoughts}</p>
            </details>
          )}
          {text && <p>{text}</p>}
          {tools.map(({ id, name, args, result }) => (
            <p key={id} class="tool-use">
              <code>
                {name}({args})
              </code>{' '}
              → <code>{result}</code>
            </p>
          ))}
          {problem && <Notice tone="bad">{problem}</Notice>}
          {busy && n === turns.length - 1 && text === '' && <p class="help">{t('chat.waiting')}</p>}
        </li>
      ))}
    </ol>
  );
}
