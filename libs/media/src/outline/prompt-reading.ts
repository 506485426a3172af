/** What a prompt asks for, and which of its own words may stand in a sentence without being bent. */
export type PromptKind = 'question' | 'tips' | 'how-to' | 'story' | 'promotion' | 'history' | 'comparison' | 'topic';

export interface PromptReading {
  readonly kind: PromptKind;
  /** The prompt's subject as a title, without closing mark; at most 90 characters. */
  readonly subject: string;
  /** The prompt as a question with its mark, when it is one. */
  readonly question: string | null;
  /** The question as a clause inside a sentence ("why octopuses have three hearts"), where the grammar allows it. */
  readonly clause: string | null;
  /** The subject with the preposition it was asked for with ("о чёрных дырах"), where its case fits no title. */
  readonly about: string | null;
  /** How many tips are asked for (2-10). */
  readonly count: number | null;
  /** A notice by itself, in whole sentences that are said as they are; null: it is none. */
  readonly notice: readonly string[] | null;
  /** Sentences of the prompt itself, word for word, when it brings substance and not only a subject. */
  readonly substance: readonly string[];
}
