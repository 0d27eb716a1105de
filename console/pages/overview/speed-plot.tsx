import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { OverviewAnswer } from '#api/overview.ts';
import { useFormats, type Formats } from '../../formats.ts';
import { usePreferences } from '../../shell/preferences.tsx';
import { useTexts } from '../../texts.tsx';
import { speedTexts } from './texts.ts';
import { whenOf } from './when-of.ts';

type SpeedAnswer = OverviewAnswer['speed'];

const useStyles = makeStyles({
  figure: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  plot: { minWidth: 0, height: '14rem', overflow: 'hidden' },
  caption: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    minHeight: '1.5rem',
    alignContent: 'start',
  },
  key: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  line: { flexShrink: 0 },
});

interface Props {
  readonly speed: SpeedAnswer;
}

const lines = {
  half: { color: '--colorCompoundBrandForeground1', dash: [] },
  most: { color: '--colorNeutralForeground1', dash: [6, 4] },
  promise: { color: '--colorStatusWarningForeground3', dash: [2, 3] },
} as const;
const lineNames = ['half', 'most', 'promise'] as const;

/** The figures over time on a scale by powers of ten, so that tenths of a second and the promise are both seen. */
export default function SpeedPlot({ speed }: Props) {
  const styles = useStyles();
  const text = useTexts(speedTexts);
  const formats = useFormats();
  const place = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const { isDark } = usePreferences();
  const { points, days, promiseSeconds } = speed;
  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    const plot = new uPlot(
      optionsOf({ host, days, formats, promiseSeconds, onPoint: setPointed }),
      dataOf(points, days, promiseSeconds),
      host,
    );
    const observer = new ResizeObserver(() => plot.setSize(sizeOf(host)));
    observer.observe(host);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
    // The theme's colours are read as the plot is made, so another theme is another plot.
  }, [points, days, formats, promiseSeconds, isDark]);
  const point = pointed === null ? undefined : points[pointed - 1];
  return (
    <figure className={styles.figure} aria-hidden>
      <div ref={place} className={styles.plot} />
      <figcaption className={styles.caption}>
        {point === undefined ? (
          <>
            {lineNames.map((name) => (
              <span key={name} className={styles.key}>
                <LineSample name={name} />
                {text[name]}
              </span>
            ))}
            <span>{text.scale}</span>
          </>
        ) : (
          <span>{readout(point)}</span>
        )}
      </figcaption>
    </figure>
  );

  function readout({ at, p50Seconds, p95Seconds, count }: SpeedAnswer['points'][number]): string {
    const { seconds, number } = formats;
    return text.readout(
      whenOf(speed, at, formats),
      seconds(p50Seconds ?? 0),
      seconds(p95Seconds ?? 0),
      number(count),
    );
  }
}

function LineSample({ name }: { readonly name: keyof typeof lines }) {
  const { color, dash } = lines[name];
  return (
    <svg width="28" height="8" aria-hidden className={useStyles().line}>
      <line
        x1="0"
        y1="4"
        x2="28"
        y2="4"
        stroke={`var(${color})`}
        strokeWidth="2"
        strokeDasharray={dash.join(' ')}
      />
    </svg>
  );
}

/** Below this nobody tells the difference, and a logarithmic scale has no zero. */
const leastSeconds = 0.05;
const ticks = [0.1, 1, 10, 240].map(Math.log10);
const heightOf = (seconds: number): number => Math.log10(Math.max(seconds, leastSeconds));
const orNone = (seconds: number | null) => (seconds === null ? null : heightOf(seconds));

/** The window's first and last moment stand in it too, without figures, for the promise to be drawn from end to end. */
function dataOf(points: SpeedAnswer['points'], days: number, promiseSeconds: number): uPlot.AlignedData {
  const now = Date.now() / 1000;
  const times = [now - days * 86_400, ...points.map(({ at }) => Date.parse(at) / 1000), now];
  return [
    times,
    [null, ...points.map(({ p50Seconds }) => orNone(p50Seconds)), null],
    [null, ...points.map(({ p95Seconds }) => orNone(p95Seconds)), null],
    times.map(() => heightOf(promiseSeconds)),
  ];
}

const sizeOf = (host: HTMLElement) => ({ width: host.clientWidth, height: host.clientHeight });

interface Wanted {
  readonly host: HTMLElement;
  readonly days: SpeedAnswer['days'];
  readonly formats: Formats;
  readonly promiseSeconds: number;
  readonly onPoint: (index: number | null) => void;
}

function optionsOf({ host, days, formats, promiseSeconds, onPoint }: Wanted): uPlot.Options {
  const style = getComputedStyle(host);
  const colorOf = (name: string) => style.getPropertyValue(name).trim();
  const lineOf = (name: keyof typeof lines): uPlot.Series => ({
    stroke: colorOf(lines[name].color),
    width: 2,
    dash: [...lines[name].dash],
    points: { show: name !== 'promise', size: 6, fill: colorOf(lines[name].color) },
  });
  const axis = {
    stroke: colorOf('--colorNeutralForeground2'),
    grid: { stroke: colorOf('--colorNeutralStroke2'), width: 1 },
    ticks: { show: false },
    font: `12px ${colorOf('--fontFamilyBase')}`,
  };
  return {
    ...sizeOf(host),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      y: {
        range: (_, __, most) => [heightOf(leastSeconds), Math.max(most, heightOf(promiseSeconds)) + 0.3],
      },
    },
    axes: [
      {
        ...axis,
        size: 32,
        incrs:
          days === 1 ? [3600, 7200, 10_800, 21_600, 43_200] : [1, 2, 3, 5, 10, 15].map((day) => day * 86_400),
        space: 56,
        values: (_, splits) =>
          splits.map((second) => {
            const at = new Date(second * 1000).toISOString();
            return days === 1 ? formats.time(at) : formats.day(at);
          }),
      },
      {
        ...axis,
        size: 64,
        splits: () => ticks,
        values: (_, splits) => splits.map((height) => formats.seconds(10 ** height)),
      },
    ],
    series: [{}, lineOf('half'), lineOf('most'), lineOf('promise')],
    hooks: { setCursor: [({ cursor: { idx } }) => onPoint(idx ?? null)] },
  };
}
