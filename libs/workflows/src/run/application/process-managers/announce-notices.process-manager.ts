import { type ProcessManager } from '#eventing/domain';
import { objectOf, textOf } from '#platform/json';
import { type Announcement } from '#webhooks';
import { type WorkflowRunNoticeV1 } from '../../../contracts/workflow-notice.announcements.js';
import { type MediaValue, type PortValue } from '../../../contracts/values.js';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { NOTIFY } from '../../../nodes/outside/notify-webhook.node.js';

/** What is said of a run besides what its nodes say; null: before its first event. */
type Told =
  | (Pick<WorkflowRunNoticeV1, 'workflowId' | 'version' | 'metadata'> & {
      readonly nodes: readonly string[];
      /** Takes of nodes that were told before they ended, as `node@take`. */
      readonly before?: readonly string[];
    })
  | null;

/** Tells the outside what nodes of a run have to say. */
export const announceNotices: ProcessManager<WorkflowRunEvent, Told, Announcement> = {
  name: 'workflows.announce-notices',
  follows: 'workflow-run',
  reactsTo: ['NodeToldOutside', 'NodeCompleted'],
  initialState: null,
  evolve(told, event) {
    if (told && event.type === 'NodeToldOutside') return { ...told, before: [...(told.before ?? []), takeOf(event.data)] };
    if (event.type !== 'RunRequested') return told;
    const { workflowId, version, metadata, topology } = event.data;
    return { workflowId, version, metadata, nodes: topology.nodes.filter(({ type }) => type === NOTIFY).map(({ id }) => id) };
  },
  react(told, event) {
    if (!told || (event.type !== 'NodeCompleted' && event.type !== 'NodeToldOutside') || !told.nodes.includes(event.data.node)) return [];
    if (event.type === 'NodeCompleted' && told.before?.includes(takeOf(event.data))) return [];
    const { runId, node, outputs } = event.data;
    const occurredAt = event.type === 'NodeCompleted' ? event.data.completedAt : event.data.toldAt;
    const { workflowId, version, metadata } = told;
    const { type, data: content, endpointId, to } = objectOf(inline(outputs['notice']));
    if (to !== undefined) return [];
    const id = inline(outputs['deliveryId']);
    const data = { runId, workflowId, version, node, type: textOf(type) ?? 'notice', content: content ?? null, metadata };
    const subject = {
      idName: 'runId',
      id: runId,
      path: `/v1/workflow-runs/${runId}`,
      ...(typeof endpointId === 'string' && { onlyTo: endpointId }),
    };
    return [
      {
        type: 'workflow_run.notice',
        ...(typeof id === 'string' && { id }),
        subject,
        occurredAt,
        metadata,
        data,
        links: linksOf(outputs['data']),
      },
    ];
  },
};

const takeOf = ({ node, take }: { readonly node: string; readonly take: number }): string => `${node}@${take}`;

const inline = (value: PortValue | undefined): unknown => (value && 'value' in value ? value.value : null);

function linksOf(value: PortValue | undefined): NonNullable<Announcement['links']> {
  if (!value || (value.type !== 'image' && value.type !== 'video' && value.type !== 'audio')) return {};
  const { file } = inline(value) as MediaValue;
  return { url: { key: file.key, contentType: file.contentType } };
}
