/** What a language brings to the writer. Sentences end in their own punctuation and hold true of any subject. */
export interface Templates {
  /** Slots: {S} the subject as a title, {Q} the prompt as a question with its mark, {q} the same as a clause inside a sentence, {about} the subject with its preposition. */
  readonly hooks: {
    readonly clause: readonly string[];
    readonly about: readonly string[];
    readonly question: readonly string[];
    readonly subject: readonly string[];
    readonly free: readonly string[];
  };
  /** Hooks for one kind of prompt; where a language has none the hooks of any subject serve. */
  readonly promotions?: readonly string[];
  readonly stories?: readonly string[];
  readonly histories?: readonly string[];
  readonly comparisons?: readonly string[];
  readonly practices?: readonly string[];
  /** Bring the subject back into a longer narration. */
  readonly recalls: {
    readonly clause: readonly string[];
    readonly question: readonly string[];
    readonly about: readonly string[];
    readonly subject: readonly string[];
  };
  readonly context: readonly string[];
  /** Small trains of thought: the first sentence stands alone, the following ones lean on those before. */
  readonly points: readonly (readonly string[])[];
  /** The same for advice, headline first. */
  readonly advice: readonly (readonly string[])[];
  /** Whether a long film on anything also has advice among its thoughts. */
  readonly isAdviceForAll?: boolean;
  readonly closes: readonly string[];
  /** The subject alone, for a narration that has nothing to add; slots as in the hooks. */
  readonly openings: { readonly clause: readonly string[]; readonly subject: readonly string[]; readonly about: readonly string[] };
  /** What such a narration ends with: a word to the viewer that holds of the question asked, or of anything. */
  readonly replies: { readonly question: readonly string[]; readonly any: readonly string[] };
  readonly ordinals: readonly string[];
  readonly roles: {
    readonly hook: string;
    readonly context: string;
    readonly point: string;
    readonly advice: string;
    readonly substance: string;
    readonly close: string;
  };
}
