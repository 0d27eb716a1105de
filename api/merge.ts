/** What may be merged into a `Value`: any of its fields, in objects inside it too. */
export type Patch<Value> = {
  readonly [Key in keyof Value]?:
    | (NonNullable<Value[Key]> extends readonly unknown[]
        ? Value[Key]
        : Value[Key] extends object
          ? Patch<Value[Key]>
          : Value[Key])
    | undefined;
};

/** The value with what the patch names changed: objects field by field, lists as a whole. */
export function merge<Value extends object>(value: Value, patch: Patch<Value>): Value {
  const merged = { ...value } as Record<string, unknown>;
  for (const [key, change] of Object.entries(patch)) {
    if (change === undefined) continue;
    const current = merged[key];
    merged[key] = isObject(current) && isObject(change) ? merge(current, change) : change;
  }
  return merged as Value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
