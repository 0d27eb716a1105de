type Column<Row> = readonly [title: string, value: (row: Row) => string | number | null];

/** Rows as aligned columns under their titles; long cells are cut on a terminal, where they would wrap. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], none: string): string {
  if (rows.length === 0) return none;
  const cells = [
    columns.map(([title]) => title.toUpperCase()),
    ...rows.map((row) => columns.map(([, value]) => String(value(row) ?? '–'))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map(fitted)
    .join('\n');
}

function fitted(line: string): string {
  const width = process.stdout.isTTY ? process.stdout.columns : Infinity;
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

/** Names and values, one a line. */
export function facts(pairs: readonly (readonly [name: string, value: string | null | undefined])[]): string {
  const given = pairs.filter(([, value]) => value !== undefined);
  const width = Math.max(...given.map(([name]) => name.length));
  return given.map(([name, value]) => `${name.padEnd(width)}  ${value ?? '–'}`).join('\n');
}
