/** What the demonstration's announcement says, by language; its policy names this version. */
export const wordingVersion = '2026-02';
export const wordings: readonly { readonly language: string; readonly wording: string }[] = [
  {
    language: 'en',
    wording:
      'We would like to record this call to check the quality of our service. Press 1 if you agree and 2 if you do not. You can take your consent back at any time: press *9 during the call.',
  },
  {
    language: 'et',
    wording:
      'Soovime selle kõne teeninduse kvaliteedi kontrollimiseks salvestada. Kui olete nõus, vajutage 1, kui ei ole, vajutage 2. Nõusoleku saate igal ajal tagasi võtta: vajutage kõne ajal *9.',
  },
];
