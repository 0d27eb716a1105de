import { useFormats } from '../formats.ts';

/** A moment, precise to whoever points at it. @param at ISO 8601 in UTC. */
export function Instant({ at, isRelative = false }: { readonly at: string; readonly isRelative?: boolean }) {
  const formats = useFormats();
  return (
    <time dateTime={at} title={formats.preciseDateTime(at)}>
      {isRelative ? formats.relative(at) : formats.dateTime(at)}
    </time>
  );
}
