/** The kinds of work of a generation and what each is told; the handler reads the rest from the generation. */
export interface GenerationTaskPayloads {
  'jobs.generate': { generationId: string };
  'jobs.forget-generation-pictures': { generationId: string };
  'jobs.erase-generation': { generationId: string };
}
