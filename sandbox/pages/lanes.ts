export interface Span {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** The lane of each span, so that none covers another: each takes the first lane that is free where it begins. */
export function lanesOf(spans: readonly Span[]): readonly number[] {
  const ends: number[] = [];
  return spans.map(({ first, last }) => {
    const free = ends.findIndex((end) => end < first);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = last;
    return lane;
  });
}
