/** What a node of a run has to say. */
export interface WorkflowRunNoticeV1 {
  /** @format uuid */
  readonly runId: string;
  /** @format uuid */
  readonly workflowId: string;
  /** Of the workflow. @asType integer */
  readonly version: number;
  /** Id of the node. */
  readonly node: string;
  /** A name of the graph's own, e.g. `film.ready`. */
  readonly type: string;
  /** Whatever came to the node; of a file, what it is. */
  readonly content: unknown;
  /** Where the picture, clip or sound is, if it is one. @format uri */
  readonly url?: string;
  /** As the run was started with. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Type → what stands in its `data`. */
export interface WorkflowNoticeAnnouncements {
  'workflow_run.notice': WorkflowRunNoticeV1;
}
