import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absenceTypesWith,
  standardAbsenceTypes,
  type AbsenceTypeOverride,
  type Language,
} from '#domain/absence-types.ts';
import { defaultSettings, type CompanySettings } from '#domain/company.ts';
import { normalizedReply, replyTexts, sensitiveWordsIn, type ReplyTexts } from '#domain/reply-text.ts';
import { replyWindows, type ReplyWindow } from '#domain/reply-window.ts';
import { present } from './builders.ts';
import { absent, replying } from './reply-absences.ts';

const june: ReplyWindow = {
  from: '2026-05-31T22:00:00.000Z',
  to: '2026-06-05T22:00:00.000Z',
  firstDay: '2026-06-01',
  lastDay: '2026-06-05',
  returnDay: '2026-06-08',
  name: 'Anna Holm',
};

function settingsWith(
  template: string,
  language: Language,
  audience: keyof ReplyTexts = 'internal',
): CompanySettings {
  const settings = defaultSettings('Acme', language, 'Europe/Copenhagen');
  const others = { da: 'Dansk', en: 'English' };
  const texts = { internal: others, external: others, [audience]: { ...others, [language]: template } };
  return { ...settings, automaticReplies: { enabled: true, audience: 'all', ...texts } };
}

const filled = (template: string, language: Language = 'en', window: Partial<ReplyWindow> = {}) =>
  replyTexts({ ...june, ...window }, settingsWith(template, language)).internal;

describe('a reply', () => {
  test('names the days and the employee, in the company’s language', () => {
    const template = '{name}: {firstDay}, {lastDay}, {returnDay}';
    expect(filled(template)).toBe('Anna Holm: 1 June 2026, 5 June 2026, 8 June 2026');
    expect(filled(template, 'da')).toBe('Anna Holm: 1. juni 2026, 5. juni 2026, 8. juni 2026');
  });

  test.each<[Language, string, string]>([
    ['da', 'til og med 5. juni 2026', 'tilbage 8. juni 2026'],
    ['en', 'until 5 June 2026', 'back on 8 June 2026'],
  ])('in %s has texts of its own before a company has written any', (language, lastDay, returnDay) => {
    const texts = replyTexts(june, defaultSettings('Acme', language, 'Europe/Copenhagen'));
    for (const text of [texts.internal, texts.external]) {
      expect(text).toContain(lastDay);
      expect(text).toContain(returnDay);
    }
    expect(texts.internal).not.toBe(texts.external);
  });

  test('says one thing to colleagues and another to others', () => {
    const { automaticReplies, ...settings } = settingsWith('', 'en');
    const texts = { internal: { da: 'a', en: 'b' }, external: { da: 'c', en: 'd' } };
    const company = { ...settings, automaticReplies: { ...automaticReplies, ...texts } };
    expect(replyTexts(june, company)).toEqual({ internal: 'b', external: 'd' });
  });

  test('names nobody where the HR system gave no name', () => {
    expect(filled('I, {name}, am away', 'en', { name: null })).toBe('I, , am away');
  });

  test('fills in a placeholder as often as it stands there', () => {
    expect(filled('{name} {name}')).toBe('Anna Holm Anna Holm');
  });

  test.each(['{type}', '{FirstDay}', '{ name }', '{}', '{name', '{constructor}', '{absenceType}'])(
    'keeps %s, which is no placeholder, as it is written',
    (text) => {
      expect(filled(text)).toBe(text);
    },
  );

  test('takes no placeholder from a name', () => {
    expect(filled('{name}', 'en', { name: '{firstDay} $& $1' })).toBe('{firstDay} $&amp; $1');
  });

  test('shows signs of HTML as they are written, of the template and of the name', () => {
    expect(filled('<b>R&D</b> "{name}"', 'en', { name: '<i>Anna</i>' })).toBe(
      '&lt;b&gt;R&amp;D&lt;/b&gt; &quot;&lt;i&gt;Anna&lt;/i&gt;&quot;',
    );
    expect(filled('&amp;')).toBe('&amp;amp;');
  });

  test('breaks lines where the template does, however they are written', () => {
    expect(filled('one\ntwo\r\nthree\rfour\n\nfive')).toBe('one<br>two<br>three<br>four<br><br>five');
  });

  test('is recognised in what Outlook makes of it', () => {
    const text = filled('R&D says "hello" <now>,\n{name}');
    const nested = `<html>\n<head><style>p { margin: 0 }</style></head>\n<body><div>${text}&nbsp;</div></body>\n</html>`;
    expect(normalizedReply(nested)).toBe(normalizedReply(text));
    expect(normalizedReply(text)).toBe('R&D says "hello" <now>, Anna Holm');
    expect(normalizedReply('&amp;lt;')).not.toBe(normalizedReply('&lt;'));
  });
});

test('no reply tells the types of absence apart', () => {
  const company = replying();
  const withReplies = standardAbsenceTypes.filter(({ automaticReply }) => automaticReply);
  const texts = withReplies.map(({ type }) => {
    const [window] = replyWindows([absent('2026-06-01', '2026-06-05', type)], company, june.from);
    return JSON.stringify(replyTexts(present(window, 'window'), company.settings));
  });
  expect(texts).toHaveLength(7);
  expect(new Set(texts).size).toBe(1);
});

const wordsOf = (list: string): readonly string[] => list.trim().split(/\s+/);
/** Words that tell of illness, by their language, and words that are like them. */
const refused: Readonly<Record<Language, readonly string[]>> = {
  da: wordsOf(`
    syg sygt syge syges sygere sygest sygelig sygdom sygdommen sygdomme sygdommenes sygdomsforløb
    sygedag sygedagen sygedage sygedagene sygedagpenge sygemelde sygemeldt sygemeldte sygemelding
    sygemeldingen sygefravær sygefraværet sygeorlov sygeorloven sygedagpengene sygeperiode sygdag
    sygmeldt sygfravær sygorlov sygehusindlagt sygehusophold barnesyg barnesygedag barnsyg
    børnesygdom langtidssyg langtidssygemeldt deltidssygemelding kræftsyg kræftsygdommen nervesygt
  `),
  en: wordsOf(`
    sick sicker sickly sickness sicknesses sickday sickleave sickie childsick childrensick seasick
    carsickness airsick travelsick ill ills illness illnesses illhealth
  `),
};
const innocent: Readonly<Record<Language, readonly string[]>> = {
  da: wordsOf(`
    besøg besøger søg syd Syddanmark forsyning Forsyningen syn synge sy sygehus Sygehuset
    universitetssygehus sygeplejerske hjemmesygeplejersken Sygeplejerådet sygesikringen
    Sygeforsikringen Sygekassernes skinsyg Psyge Sygna fantasygenre Illum illustration illoyal musik
    klassisk uarbejdsdygtig
  `),
  en: wordsOf(`
    still stillness will willing Bill skill village silly until fill hill illegal illustrate
    illusion Illinois illuminated chill shrillness I’ll sic sickle sickles music classic physics
    basic easygoing oxygen fossicker silk
  `),
};

describe('sensitive words', () => {
  const wordsIn = (text: string, overrides: Readonly<Record<string, AbsenceTypeOverride>> = {}) =>
    sensitiveWordsIn(text, absenceTypesWith(new Map(Object.entries(overrides))).values());
  const renamed = {
    sick: { label: { da: 'Uarbejdsdygtig (læge)', en: 'Unfit*' } },
    'child-sick': { label: { da: 'Barnets første  dag', en: 'Child’s 1st day' } },
  };

  test.each([
    ['Jeg er syg til {lastDay}', 'syg'],
    ['SYG!', 'syg'],
    ['I am on Sick leave', 'sick'],
    ['{name}/syg/{lastDay}', 'syg'],
    ['Jeg er_sygemeldt_nu', 'sygemeldt'],
    ['Sygemeldt.', 'sygemeldt'],
    ['sygedag', 'sygedag'],
    ['Mit SYGEFRAVÆR', 'sygefravær'],
    ['Barn syg i dag', 'barn syg'],
    ['child\nsick', 'child sick'],
    ['fallen ill', 'ill'],
    ['sy{name}g', 'syg'],
  ])('are found in “%s”', (text, word) => {
    expect(wordsIn(text)).toContain(word);
  });

  test.each([...refused.da, ...refused.en])(
    'are “%s”, by whatever letters and beside whatever signs',
    (word) => {
      const capital = word.charAt(0).toUpperCase() + word.slice(1);
      for (const written of [word, capital, word.toUpperCase(), word.normalize('NFD')])
        for (const text of [
          written,
          `Ferie ${written} again`,
          `er_${written}/{lastDay}`,
          `${written}{name}2`,
        ])
          expect(wordsIn(text), text).toContain(word);
    },
  );

  test.each([...innocent.da, ...innocent.en])('are not “%s”', (word) => {
    for (const text of [word, word.toUpperCase(), `I, {name}, ${word}, ferie`])
      expect(wordsIn(text), text).toEqual([]);
  });

  test.each([
    'Jeg er på besøg, still',
    'I’ll be back, until {lastDay}. Bill will fill in',
    'Psyge og Sygna',
    'Ferie, vacation, kursus',
    '',
  ])('are not found in “%s”', (text) => {
    expect(wordsIn(text)).toEqual([]);
  });

  test.each([
    'uarbejdsdygtig (læge)',
    'UARBEJDSDYGTIG (LÆGE)',
    'I am UNFIT*',
    'barnets FØRSTE dag',
    'child’s 1ST day',
  ])('are also the labels that the company has given: “%s”', (text) => {
    expect(wordsIn(text, renamed)).toHaveLength(1);
    expect(wordsIn(text)).toEqual([]);
  });

  test('are the usual ones still where the company has renamed the types', () => {
    expect(wordsIn('syg, sick', renamed)).toEqual(['syg', 'sick']);
  });

  test('are found however their letters are composed', () => {
    expect(wordsIn('Mit sygefravær på'.normalize('NFD'))).toEqual(['sygefravær']);
    const overrides = { sick: { label: { da: 'På båre'.normalize('NFD'), en: 'x' } } };
    expect(wordsIn('på BÅRE', overrides)).toEqual(['på båre']);
  });

  test('are found in no text for a label that is empty or blank', () => {
    expect(wordsIn('Ferie', { sick: { label: { da: '', en: '  ' } } })).toEqual([]);
  });

  test('are in no reply whose template names none, whatever the template, the language, the audience and the name', () => {
    const told = [...refused.da, ...refused.en];
    // In halves too: a placeholder that is left empty joins them.
    const part = fc
      .tuple(fc.constantFrom(...told), fc.nat(20))
      .map(([word, at]) => [word, word.slice(0, at), word.slice(at)] as const)
      .chain(([word, head, tail]) =>
        fc.constantFrom(word, head, tail, word.toUpperCase(), `${head}{name}${tail}`),
      );
    const others = [...innocent.da, ...innocent.en, 'barn', 'Child'];
    const placeholders = ['{name}', '{firstDay}', '{returnDay}', '{type}'];
    const signs = [' ', '  ', '\n', '\r\n', '.', '&', '<b>', '"', '{', '}'];
    const among = (pieces: readonly string[]) => fc.constantFrom(...pieces);
    const piece = fc.oneof(part, among(others), among(placeholders), among(signs));
    const template = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const name = fc.constantFrom(null, '', 'Anna Holm', '<b>');
    const language = fc.constantFrom<Language>('da', 'en');
    const audience = fc.constantFrom<keyof ReplyTexts>('internal', 'external');
    fc.assert(
      fc.property(template, name, language, audience, (text, given, spoken, reader) => {
        fc.pre(wordsIn(text).length === 0);
        const reply = replyTexts({ ...june, name: given }, settingsWith(text, spoken, reader))[reader];
        const said = normalizedReply(reply)
          .toLowerCase()
          .split(/\P{L}+/u);
        expect(said.filter((word) => told.includes(word))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
