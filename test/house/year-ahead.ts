/**
 * A year of which every day lies ahead whenever the tests run, from March on with the weekdays of 2027: an absence that
 * is over has no reply, and its workflow ends.
 */
export const yearAhead = firstLike2027(new Date().getUTCFullYear() + 1);

function firstLike2027(year: number): number {
  const isTuesday = new Date(Date.UTC(year, 5, 1)).getUTCDay() === 2;
  return isTuesday ? year : firstLike2027(year + 1);
}
