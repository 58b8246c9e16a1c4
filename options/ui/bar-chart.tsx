import { useId } from 'preact/hooks';

export interface Bar {
  /** When or what it is, in words. */
  readonly name: string;
  /** From the bottom up; drawn in the colours of `series`. */
  readonly values: readonly number[];
}

interface Props {
  readonly title: string;
  readonly series: ReadonlyArray<{ readonly name: string; readonly tone: 'good' | 'bad' | 'calm' | 'wait' }>;
  readonly bars: readonly Bar[];
  readonly format: (value: number) => string;
  /** The numbers themselves, instead of the picture. */
  readonly asTable: boolean;
  /** Heading of the first column of the table. */
  readonly nameHeading: string;
}

const height = 100;
const wide = 10;

/** Stacked bars, as a picture or as the table that says the same. */
export function BarChart(props: Props) {
  const id = useId();
  const { title, series, bars, format, asTable } = props;
  const sum = (bar: Bar) => bar.values.reduce((total, value) => total + value, 0);
  const most = Math.max(0, ...bars.map(sum));
  return (
    <figure class="chart" aria-labelledby={id}>
      <figcaption id={id}>
        <strong>{title}</strong>
        {series.length > 1 && (
          <span class="legend">
            {series.map(({ name, tone }) => (
              <span key={name} class={tone}>
                {name}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      {asTable ? (
        <ChartTable {...props} />
      ) : (
        <>
          <p class="chart-most">{format(most)}</p>
          <svg viewBox={`0 0 ${bars.length * wide} ${height}`} preserveAspectRatio="none" role="img" aria-label={title}>
            {bars.map((bar, place) => (
              <Column key={bar.name} bar={bar} place={place} most={most} {...props} />
            ))}
          </svg>
          <p class="chart-axis">
            <span>{bars.at(0)?.name}</span>
            <span>{bars.at(-1)?.name}</span>
          </p>
        </>
      )}
    </figure>
  );
}

function Column({ bar, place, most, series, format }: Props & { bar: Bar; place: number; most: number }) {
  let below = 0;
  return (
    <g>
      <title>{`${bar.name}: ${bar.values.map((value, n) => `${format(value)} ${series[n]?.name ?? ''}`).join(', ')}`}</title>
      <rect class="ground" x={place * wide} y={0} width={wide} height={height} />
      {bar.values.map((value, n) => {
        const tall = most === 0 ? 0 : (value / most) * height;
        below += tall;
        const { name, tone } = series[n] ?? { name: '', tone: 'calm' };
        return <rect key={name} class={tone} x={place * wide + 1} y={height - below} width={wide - 2} height={tall} />;
      })}
    </g>
  );
}

function ChartTable({ series, bars, format, nameHeading }: Props) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{nameHeading}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, n) => (
                <td key={series[n]?.name} class="number">
                  {format(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
