import type { StatusView } from '../../../src/contract/status.ts';
import { answeredOnce, copiedAddress } from '../../state/first-run.ts';
import { t } from '../../state/language.ts';
import { totalKeys } from '../../state/overall.ts';
import { href, type PageId } from '../../state/route.ts';
import { Icon } from '../../ui/icon.tsx';

/** The way to the first answer. Gone once it was gone. */
export function FirstSteps({ status }: { status: StatusView }) {
  const hasKey = totalKeys(status) > 0;
  const answered = answeredOnce.value === 'yes';
  if (hasKey && answered) return null;
  return (
    <section class="card">
      <h2>{t('home.steps')}</h2>
      <ol class="steps">
        <Step
          done={hasKey}
          title="home.step.key"
          help={t('home.step.key.help')}
          link={{ page: 'keys', words: t('page.keys') }}
        />
        <Step
          done={answered || copiedAddress.value === 'yes'}
          title="home.step.frontend"
          help={t(`home.step.frontend.${status.shell}`)}
          link={{ page: 'connect', words: t('page.connect') }}
        />
        <Step
          done={answered}
          title="home.step.message"
          help={t('home.step.message.help')}
          link={{ page: 'chat', words: t('page.chat') }}
        />
      </ol>
    </section>
  );
}

interface StepProps {
  readonly done: boolean;
  readonly title: 'home.step.key' | 'home.step.frontend' | 'home.step.message';
  readonly help: string;
  /** Where it is done. */
  readonly link: { readonly page: PageId; readonly words: string };
}

function Step({ done, title, help, link }: StepProps) {
  return (
    <li class={done ? 'step done' : 'step'}>
      <span class="step-mark">
        {done && <Icon name="check" />}
        <span class="visually-hidden">{done ? t('home.step.done') : t('home.step.open')}</span>
      </span>
      <div>
        <h3>{t(title)}</h3>
        {!done && (
          <p class="help">
            {help} <a href={href(link.page)}>{link.words}</a>
          </p>
        )}
      </div>
    </li>
  );
}
