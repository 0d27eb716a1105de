/** The names of the fields whose values differ, whatever stands in them. */
export function changedFields<Values extends object>(before: Values | undefined, after: Values): string[] {
  return Object.entries(after).flatMap(([name, value]) =>
    JSON.stringify(value) === JSON.stringify(before && Reflect.get(before, name)) ? [] : [name],
  );
}
