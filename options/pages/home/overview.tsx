import type { KeyState } from '../../../src/contract/keys.ts';
import type { StatusView } from '../../../src/contract/status.ts';
import { t } from '../../state/language.ts';
import { type Overall, overallOf } from '../../state/overall.ts';
import { href } from '../../state/route.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/notice.tsx';

const looks: Readonly<Record<Overall, readonly [Tone, IconName]>> = {
  works: ['good', 'check'],
  'no-keys': ['info', 'keys'],
  cooling: ['wait', 'clock'],
  unusable: ['bad', 'alert'],
  disabled: ['info', 'pause'],
};

/** Is it working? One sentence with a light, and the one click that mends what does not. */
export function Overview({ status }: { status: StatusView }) {
  const overall = overallOf(status);
  const [tone, icon] = looks[overall];
  return (
    <section class={`overview ${tone}`} aria-live="polite">
      <span class="light">
        <Icon name={icon} />
      </span>
      <div>
        <p class="overview-sentence">
          {overall === 'works' ? t('home.works', { n: status.keys.usable }) : t(`home.${overall}`)}
        </p>
        <p class="help">{explanation(overall, status)}</p>
      </div>
      {overall === 'no-keys' && (
        <a class="button primary" href={href('keys')}>
          {t('home.go.add')}
        </a>
      )}
      {(overall === 'cooling' || overall === 'unusable' || overall === 'disabled') && (
        <a class="button plain" href={href('keys', { state: overall satisfies KeyState })}>
          {t('home.go.keys')}
        </a>
      )}
    </section>
  );
}

function explanation(overall: Overall, { keys }: StatusView): string {
  if (overall === 'cooling') return t('home.cooling.help', { n: keys.cooling });
  if (overall === 'unusable') return t('home.unusable.help', { n: keys.unusable });
  return t(`home.${overall}.help`);
}
