import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError, which commander turns into wrong use. */
export function readYesNo(text: string): boolean {
  if (text === 'yes') return true;
  if (text === 'no') return false;
  throw new InvalidArgumentError('It is yes or no.');
}
