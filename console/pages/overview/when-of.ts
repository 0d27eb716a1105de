import type { OverviewAnswer } from '#api/overview.ts';
import type { Formats } from '../../formats.ts';

/** The bucket that starts `at`, by its day where it is a day and else by its first moment. */
export function whenOf(
  { days, timeZone }: Pick<OverviewAnswer['speed'], 'days' | 'timeZone'>,
  at: string,
  { longDateIn, dateTime }: Formats,
): string {
  return days === 30 ? longDateIn(timeZone, at) : dateTime(at);
}
