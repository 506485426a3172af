import { describe, expect, it } from '@jest/globals';
import { textOf, toSpokenForm } from './spoken-form.js';

describe('abbreviations of other languages', () => {
  it.each([
    ['de', 'Er mag z. B. Äpfel, d. h. Obst usw.', 'Er mag zum Beispiel Äpfel, das heißt Obst und so weiter.'],
    ['de', 'Am 3. Oktober kam Dr. Müller.', 'Am dritten Oktober kam Doktor Müller.'],
    ['de', 'Der 21. Mai war warm.', 'Der einundzwanzigste Mai war warm.'],
    ['de', 'Es kostet ca. 3 Mio. Euro bzw. Dollar.', 'Es kostet circa 3 Millionen Euro beziehungsweise Dollar.'],
    ['fr', 'Ce matin M. Dupont et Mme Roux, p. ex., sont là.', 'Ce matin monsieur Dupont et Mme Roux, par exemple, sont là.'],
    ['es', 'El Sr. García vive en EE. UU. desde ayer.', 'El señor García vive en Estados Unidos desde ayer.'],
    ['it', 'Il sig. Rossi ha frutta, p. es. mele, ecc.', 'Il signor Rossi ha frutta, per esempio mele, eccetera.'],
    ['pl', 'Lubię owoce, np. jabłka itd.', 'Lubię owoce, na przykład jabłka i tak dalej.'],
  ])('%s: "%s"', (language, text, spoken) => {
    const { written, utterances } = toSpokenForm(text, language);
    expect(utterances.map((utterance) => textOf(utterance))).toEqual([spoken]);
    const units = utterances.flatMap((utterance) => utterance.units);
    expect(units.reduce((sum, { writtenWords }) => sum + writtenWords, 0)).toBe(written.length);
  });

  it('end a sentence where they may and another one begins', () => {
    expect(toSpokenForm('Äpfel, Birnen usw. Alles ist frisch.', 'de').utterances).toHaveLength(2);
  });
});
