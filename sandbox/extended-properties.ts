import type { ExtendedProperty } from './calendar-event.ts';

const idPattern =
  /^(?:Boolean|Binary|Double|Float|Guid|Integer|Long|Short|String|SystemTime|CLSID|Currency)\s+(?:0x[0-9a-f]{1,4}|\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?\s+(?:Name\s+\S.*|Id\s+0x[0-9a-f]+))$/i;

export function isExtendedPropertyId(id: string): boolean {
  return idPattern.test(id);
}

/** Property ids compare case-insensitively. Source: Graph, singleValueLegacyExtendedProperty. */
export function sameExtendedPropertyId(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

export function extendedPropertyKey(id: string, value: string): string {
  return `${id.toLowerCase()}\u0000${value}`;
}

/** Adds, replaces, and with a null value removes. */
export function mergeExtendedProperties(
  existing: readonly ExtendedProperty[],
  changes: readonly { readonly id: string; readonly value: string | null }[],
): readonly ExtendedProperty[] {
  const merged = existing.filter(
    (property) => !changes.some((change) => sameExtendedPropertyId(change.id, property.id)),
  );
  for (const { id, value } of changes) if (value !== null) merged.push({ id, value });
  return merged;
}
