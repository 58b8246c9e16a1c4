import { moved } from '../../state/fallback-order.ts';
import { t } from '../../state/language.ts';
import { Button } from '../../ui/button.tsx';
import { AddFollower } from './add-follower.tsx';

interface Props {
  readonly id: string;
  readonly model: string;
  /** The models that take over, in order. */
  readonly others: readonly string[];
  readonly models: readonly string[];
  /** Shown but not to be changed. */
  readonly fixed: boolean;
  /** @param focus id of what has the keyboard's focus afterwards; absent: what has it now. */
  readonly onChange: (others: readonly string[], focus?: string) => void;
}

/** A model, and who answers in its place. */
export function FallbackChain({ id, model, others, models, fixed, onChange }: Props) {
  const remove = (other: string) => {
    const left = others.filter((one) => one !== other);
    const neighbour = left[Math.min(others.indexOf(other), left.length - 1)];
    onChange(left, `${id}-${neighbour}-remove`);
  };
  return (
    <li class="chain">
      <div class="chain-head">
        <h3>
          <code>{model}</code>
        </h3>
        {!fixed && (
          <Button kind="quiet" name={t('models.fallback.drop.named', { model })} onClick={() => onChange([])}>
            {t('models.fallback.drop')}
          </Button>
        )}
      </div>
      <ol aria-label={t('models.fallback.after', { model })}>
        {others.map((other, at) => {
          const move = (by: -1 | 1) => (button: string) => onChange(moved(others, other, by), button);
          const actions = [
            { does: 'up', isVoid: at === 0, act: move(-1) },
            { does: 'down', isVoid: at === others.length - 1, act: move(1) },
            { does: 'remove', isVoid: false, act: () => remove(other) },
          ] as const;
          return (
            <li key={other}>
              <code class="follower">{other}</code>
              {!fixed && (
                <div class="row-actions">
                  {actions.map(({ does, isVoid, act }) => (
                    <Button
                      key={does}
                      id={`${id}-${other}-${does}`}
                      kind="quiet"
                      name={t(`models.fallback.${does}.named`, { model, other })}
                      busy={isVoid}
                      onClick={(button) => act(button.id)}
                    >
                      {t(`models.fallback.${does}`)}
                    </Button>
                  ))}
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {!fixed && (
        <AddFollower chain={[model, ...others]} models={models} onAdd={(other) => onChange([...others, other])} />
      )}
    </li>
  );
}
