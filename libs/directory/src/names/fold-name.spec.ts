import fc from 'fast-check';
import { foldName, matchName, nameParts, nameTerms, searchedNameTerm } from './fold-name.js';

describe('a folded name', () => {
  it.each([
    ['Щербаков', 'Szczerbakow'],
    ['Щербаков', 'Shcherbakov'],
    ['Чайковский', 'Tchaikovsky'],
    ['Чайковский', 'Tšaikovski'],
    ['Чайковский', 'Czajkowski'],
    ['Юлия', 'Julia'],
    ['Юлия', 'Yulia'],
    ['Сергей', 'Sergei'],
    ['Сергей', 'Sergey'],
    ['Алексей', 'Alexey'],
    ['Алексей', 'Aleksei'],
    ['Пётр', 'Piotr'],
    ['Пётр', 'Petr'],
    ['Андреев', 'Andrejev'],
    ['Екатерина', 'Jekaterina'],
    ['Плющенко', 'Pljuštšenko'],
    ['Хрущёв', 'Khrushchyov'],
    ['Жуков', 'Žukov'],
    ['Жуков', 'Zhukov'],
    ['Дмитрий', 'Dmitry'],
    ['Müller', 'Mueller'],
    ['Õunapuu', 'Ounapuu'],
    ['Мяги', 'Mägi'],
    ['Мюллер', 'Müller'],
    ['Юрий', 'Jüri'],
    ['Łukasz', 'Lukasz'],
  ])('is the same for %s and %s', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  it.each([
    ['Tamm', 'Tomm'],
    ['Иванов', 'Петров'],
    ['Rossi', 'Russo'],
  ])('tells %s from %s', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });

  it('does not change when it is folded without its capitals', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-zÕÄÖÜŠŽõäöüšž]{1,20}$/), (name) => foldName(name) === foldName(name.toLowerCase())),
    );
  });
});

describe('the index terms of a name', () => {
  it('are found by any two of its parts in either order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 2, maxLength: 4, selector: foldName }),
        (parts) => {
          const terms = nameTerms(parts.join(' '));
          const [first = '', second = ''] = parts;
          return [`${first} ${second}`, `${second} ${first}`].every((typed) => terms.includes(searchedNameTerm(typed) ?? ''));
        },
      ),
    );
  });

  it('are none for one part alone', () => {
    expect([nameTerms('Tamm'), searchedNameTerm('Tamm')]).toEqual([[], undefined]);
  });

  it('take the halves of a double name as parts', () => {
    expect(nameParts('Mari Mägi-Õunapuu')).toEqual(['mari', 'magi', 'ounapu']);
  });
});

describe('a match of names', () => {
  it.each([
    ['Mari Mägi', 'Mari Mägi-Õunapuu', 'exact'],
    ['mari magi', 'Mari Mägi-Õunapuu', 'variant'],
    ['Щербаков Иван', 'Ivan Shcherbakov', 'variant'],
    ['M. Mägi', 'Mari Mägi', 'variant'],
    ['Jüri Mägi', 'Mari Mägi', undefined],
  ])('of %s with %s is %s', (typed, held, expected) => {
    expect(matchName(typed, held)).toBe(expected);
  });
});
