/** What a language brings to the writer. Sentences end in their own punctuation and hold true of any subject. */
export interface Templates {
  /** Bring the subject back into a longer film. Slots: {S} the subject as a title, {Q} the prompt as a question with its mark, {q} the same as a clause inside a sentence, {about} the subject with its preposition. */
  readonly recalls: {
    readonly clause: readonly string[];
    readonly question: readonly string[];
    readonly about: readonly string[];
    readonly subject: readonly string[];
  };
  /** Small trains of thought, headline first: the following sentences lean on those before. */
  readonly advice: readonly (readonly string[])[];
  /** The subject alone, which a narration begins with; slots as above. */
  readonly openings: { readonly clause: readonly string[]; readonly subject: readonly string[]; readonly about: readonly string[] };
  /** What it ends with: a word to the viewer that holds of the question asked, or of anything. */
  readonly replies: { readonly question: readonly string[]; readonly any: readonly string[] };
  readonly ordinals: readonly string[];
  readonly roles: {
    readonly hook: string;
    readonly context: string;
    readonly advice: string;
    readonly substance: string;
    readonly close: string;
  };
}
