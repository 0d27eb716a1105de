import type { AbsenceType, Language } from './absence-types.ts';
import type { CompanySettings } from './company.ts';
import type { CalendarDate } from './period.ts';
import type { ReplyWindow } from './reply-window.ts';

/** What colleagues (internal) and others (external) are answered, as HTML. */
export interface ReplyTexts {
  readonly internal: string;
  readonly external: string;
}

export const replyPlaceholders = ['firstDay', 'lastDay', 'returnDay', 'name'] as const;
type Placeholder = (typeof replyPlaceholders)[number];

/** The company's texts for the window, in the company's language. Never the type of the absence. */
export function replyTexts(window: ReplyWindow, settings: CompanySettings): ReplyTexts {
  const { language, automaticReplies } = settings;
  const fill = (template: string): string => filled(template, window, language);
  return {
    internal: fill(automaticReplies.internal[language]),
    external: fill(automaticReplies.external[language]),
  };
}

function filled(template: string, window: ReplyWindow, language: Language): string {
  const values: Readonly<Record<Placeholder, string>> = {
    firstDay: dayInWords(window.firstDay, language),
    lastDay: dayInWords(window.lastDay, language),
    returnDay: dayInWords(window.returnDay, language),
    name: window.name ?? '',
  };
  const text = template.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    isPlaceholder(name) ? values[name] : whole,
  );
  return escaped(text).replaceAll(/\r\n|\r|\n/g, '<br>');
}

const isPlaceholder = (name: string): name is Placeholder =>
  (replyPlaceholders as readonly string[]).includes(name);

const locales: Readonly<Record<Language, string>> = { da: 'da-DK', en: 'en-GB' };

function dayInWords(day: CalendarDate, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** Types that say something of somebody's health; none of their names may stand in a reply. */
const sensitiveTypes: ReadonlySet<string> = new Set(['sick', 'child-sick']);

/**
 * Whether a word tells of illness, beside the labels of the table: by its stem, so that every inflection and compound
 * does. Danish joins words at both ends of a stem, English at the front of “sick” alone.
 */
const illnessStems: readonly RegExp[] = [
  // Not of somebody's illness: who works at a hospital or is insured, “skinsyg”, a fantasygenre.
  /(?<!fanta|p|skin)syg(?!e(?:hus(?!indl|ophold)|plej|sikring|forsikring|kasse))(?:s?$|t|e|dag|dom|frav|meld|orlov)/u,
  /^(?:child(?:ren)?s?|sea|car|air|travel)?sick(?!le(?!ave))/u,
  /^ill(?:s?$|ness|health)/u,
];

/** The sensitive words that a text names, in lower case: a reply goes to whoever writes, whatever the absence is. */
export function sensitiveWordsIn(text: string, types: Iterable<AbsenceType>): string[] {
  // An employee may have no name, and what is on both sides of its placeholder is then one word.
  const texts = [text, text.replaceAll('{name}', '')].map(compared);
  const ofIllness = texts.flatMap((each) => each.match(/\p{L}+/gu) ?? []).filter(tellsOfIllness);
  const labels = [...types]
    .filter(({ type }) => sensitiveTypes.has(type))
    .flatMap(({ label }) => [label.da, label.en])
    .map(compared)
    .filter((label) => label !== '' && texts.some((each) => isWordOf(label, each)));
  return [...new Set([...ofIllness, ...labels])];
}

const tellsOfIllness = (word: string): boolean => illnessStems.some((stem) => stem.test(word));

/** Case, the number and kind of blanks, and the way letters are composed make no other word. */
const compared = (text: string): string => text.toLowerCase().normalize('NFC').replaceAll(/\s+/g, ' ').trim();

function isWordOf(word: string, text: string): boolean {
  const literal = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])`, 'u').test(text);
}

/**
 * A reply's text without what Outlook adds to it: the document around it, tags, entities, the kind and number of blanks.
 * Two texts that read alike are the same.
 */
export function normalizedReply(html: string): string {
  return html
    .replaceAll(/<head[\s\S]*?<\/head>/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&nbsp;|&#160;/gi, ' ')
    .replaceAll(/&lt;/gi, '<')
    .replaceAll(/&gt;/gi, '>')
    .replaceAll(/&quot;|&#34;/gi, '"')
    .replaceAll(/&#39;|&apos;/gi, "'")
    .replaceAll(/&amp;/gi, '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
