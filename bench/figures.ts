export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** The value that `percent` of the samples don't exceed. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN;
}

export function tableOf(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures
    .map(({ name, value, unit }) => `${name.padEnd(width)}  ${rounded(value).padStart(8)} ${unit}`)
    .join('\n');
}

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
