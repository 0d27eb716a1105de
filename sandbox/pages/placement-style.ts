/** Where things stand in a grid, as classes: the pages' policy allows no inline style. */
export function placementStyle(): string {
  const rules: string[] = [];
  for (let index = 1; index <= 12; index += 1)
    rules.push(
      `.c${index}{grid-column-start:${index}}.s${index}{grid-column-end:span ${index}}`,
      wide(`.lanes-${index}{grid-template-columns:repeat(${index},minmax(0,1fr))}`),
    );
  for (let index = 1; index <= 97; index += 1)
    rules.push(
      `.r${index}{grid-row-start:${index}}.h${index}{grid-row-end:span ${index}}`,
      wide(`.rows-${index}{grid-template-rows:repeat(${index},var(--slot))}`),
    );
  return rules.join('\n');
}

/** On a narrow screen the hours of a week become a list. */
function wide(rule: string): string {
  return `@media (width >= 48rem){${rule}}`;
}
