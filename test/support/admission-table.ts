/** How each way to ask for something is admitted. A new route or command: add a line that says how, or why it makes no work. */

export type Admission =
  /** What it makes is set aside in its own transaction, or it is refused with 402 and nothing changes. */
  | { readonly admitted: string }
  /** Leads to nothing that is paid, rendered or stored beyond what was set aside before. */
  | { readonly noWork: string };

/** What a route is asked for by an organisation without any room; `refused`: the status and code of its answer. */
export interface RouteAdmission {
  readonly admission: Admission;
  /** Body of an order that would make something. */
  readonly body?: Readonly<Record<string, unknown>>;
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PICTURE = `data:image/png;base64,${PIXEL}`;

const admitted = (how: string, body?: Readonly<Record<string, unknown>>): RouteAdmission => ({
  admission: { admitted: how },
  ...(body && { body }),
});
const noWork = (because: string): RouteAdmission => ({ admission: { noWork: because } });

/** Every POST, PUT, PATCH and DELETE of docs/openapi.all.json. */
export const ROUTES: Readonly<Record<string, RouteAdmission>> = {
  'POST /v1/videos': admitted('reserves the whole of it', { prompt: 'nothing of it', durationSeconds: 5, resolution: '480p' }),
  'POST /v1/videos/{id}/approvals/{type}/approve': admitted('reserves what a plan needs beyond the order'),
  'POST /v1/videos/{id}/approvals/{type}/reject': admitted('reserves what is made anew'),
  'POST /v1/videos/{id}/segments/{index}/regenerate': admitted('reserves the segment'),
  'POST /v1/videos/{id}/retry': admitted('reserves what is missing'),
  'POST /v1/clips': admitted('reserves all clips', {
    model: 'local:illustrator',
    frames: { '1': { first_frame: PICTURE, last_frame: PICTURE, duration: 2 } },
  }),
  'POST /v1/generations': admitted('reserves the call and room for its result', {
    model: 'local:illustrator',
    input: { prompt: 'nothing of it', durationSeconds: 1 },
  }),
  'POST /api/short-video': admitted('reserves the film', {
    scenes: [{ text: 'nothing of it', sceneDuration: 1 }],
    config: { skipVoiceover: true, musicVolume: 'muted' },
  }),
  'POST /v1/assets': admitted('holds the room of a file before its bytes are taken; one that is fetched fails with quota_exceeded', {
    url: PICTURE,
  }),
  'POST /v1/videos/{id}/approvals/{type}/links': noWork('keeps a link; what is decided by it is admitted as every decision'),
  'DELETE /v1/videos/{id}/approvals/{type}/links/{linkId}': noWork('revokes a link'),
  'POST /v1/contacts/telegram': noWork('keeps a link by which a chat becomes a contact'),
  'PATCH /v1/contacts/{id}': noWork('changes what a contact hears'),
  'DELETE /v1/contacts/{id}': noWork('removes a contact'),
  'POST /webhooks/telegram': noWork('keeps what is said; what is ordered by it is admitted as every order'),
  'POST /v1/workflows/{id}/runs': admitted('reserves what the run may use at most'),
  'POST /v1/workflows': noWork('keeps a document'),
  'POST /v1/workflows/validate': noWork('judges alone'),
  'PUT /v1/workflows/{id}': noWork('keeps a document'),
  'DELETE /v1/workflows/{id}': noWork('forgets a document; runs go on under their reservations'),
  'POST /v1/workflow-runs/{id}/cancel': noWork('ends work'),
  'POST /v1/clips/{id}/check': noWork('asks for what is being made already'),
  'POST /v1/generations/{id}/refresh': noWork('asks for what is being made already'),
  'POST /v1/videos/{id}/cancel': noWork('ends work'),
  'DELETE /v1/videos/{id}': noWork('removes files'),
  'DELETE /v1/assets/{id}': noWork('removes files'),
  'DELETE /v1/clips/{id}': noWork('removes files'),
  'DELETE /v1/generations/{id}': noWork('removes what was asked for'),
  'DELETE /api/short-video/{id}': noWork('ends work and removes files'),
  'POST /v1/videos/estimate': noWork('reckons alone'),
  'POST /v1/ideas/expand': noWork('is answered at once by the writer of this process; nothing is kept'),
  'POST /v1/ideas:expand': noWork('is answered at once by the writer of this process; nothing is kept'),
  'POST /v1/api-keys': noWork('keeps a key'),
  'POST /v1/admin/organisations/{id}/erase': noWork('removes everything'),
  'DELETE /v1/api-keys/{id}': noWork('revokes a key'),
  'POST /v1/webhook-endpoints': noWork('keeps an address; the plan says how many there may be'),
  'PATCH /v1/webhook-endpoints/{id}': noWork('changes what is sent there'),
  'DELETE /v1/webhook-endpoints/{id}': noWork('forgets an address'),
  'POST /v1/webhook-endpoints/{id}/rotate-secret': noWork('keeps a secret, three at most'),
  'POST /v1/webhook-endpoints/{id}/test': noWork('sends a small request'),
  'POST /v1/webhook-endpoints/{id}/enable': noWork('sends small requests, one for each event'),
  'POST /v1/webhook-endpoints/{id}/replay': noWork('sends small requests, one for each event'),
  'POST /v1/webhook-deliveries/{id}/redeliver': noWork('sends a small request'),
  'POST /v1/admin/announcements/rebuild': noWork('reads the log'),
  'POST /v1/members': noWork('keeps a member'),
  'DELETE /v1/members/{id}': noWork('removes a member'),
  'PUT /v1/provider-keys/{provider}': noWork('keeps a key; what waits for it is admitted already'),
  'DELETE /v1/provider-keys/{provider}': noWork('removes a key'),
  'POST /v1/admin/organisations': noWork('keeps an organisation'),
  'PUT /v1/admin/organisations/{id}/plan': noWork('changes limits; what is under way goes on under its reservations'),
  'POST /v1/admin/dead-letters/{id}/replay': noWork('has events handled again whose work is admitted already'),
  'POST /v1/admin/projections/{name}/rebuild': noWork('reads events'),
  'POST /webhooks/kie': noWork('wakes what waits for the provider'),
  'POST /webhooks/kie-ai': noWork('wakes what waits for the provider'),
  'POST /webhooks/{provider}/{attemptId}': noWork('wakes what waits for the provider'),
};

const by = (how: string): Admission => ({ admitted: how });
const none = (because: string): Admission => ({ noWork: because });
const RESULT = none('records what was made, or failed, under a reservation');

/** Every class of command of a lib, of its domain and of its bus. */
export const COMMANDS: Readonly<Record<string, Admission>> = {
  CreateVideo: by('OrderVideo reserves its estimate'),
  OrderVideo: by('BatchedAcceptance'),
  ChangeVideo: by('VideoAdmission, by the events that its command has led to (more-work.ts)'),
  DecideApproval: by('ChangeVideo: a rejection reserves what it makes anew, an approval what the plan needs beyond the order'),
  RegenerateSegment: by('ChangeVideo reserves the segment'),
  RetryVideo: by('ChangeVideo reserves what is missing'),
  LapseApproval: by('VideoAdmission: as an approval; without room the job ends with quota_exceeded'),
  RecordScript: by('VideoAdmission: what the plan needs beyond the order; without room the job ends with quota_exceeded'),
  GiveUpModel: by('VideoAdmission: what a dearer model costs more; without room it is passed over'),
  ResumeVideo: none('the reservations of an unfinished video are open: what is missing is set aside'),
  GiveUpRenderer: none('the film is put together here, whose seconds are set aside'),
  OrderClipSet: by('Quota.reserve'),
  RequestClipSet: by('OrderClipSet reserves all clips'),
  RemoveClipSet: none('removes files'),
  RemoveGeneration: none('removes what was asked for'),
  CheckClipSet: none('asks for what is being made already'),
  OrderGeneration: by('Quota.reserve'),
  RequestGeneration: by('OrderGeneration reserves the call'),
  RefreshGeneration: none('asks for what is being made already'),
  RequestRun: by('WorkflowRuns.start reserves what the run may use at most'),
  CreateWorkflow: none('keeps a document'),
  SaveWorkflow: none('keeps a document'),
  DeleteWorkflow: none('forgets a document'),
  OrderShortVideo: by('ShortVideos.order reserves the film'),
  ImportAsset: by('StorageRooms.forImport holds the room as the bytes come'),
  KeepAsset: by('StorageRooms.forUpload before the first byte, or the reservation of the generation that made it'),
  BeginNode: RESULT,
  RecordNodes: RESULT,
  RecordFailedTry: RESULT,
  GiveUpNode: none('asks the next model of a ladder, the dearest of which is set aside'),
  FailRun: RESULT,
  CancelRun: none('ends work'),
  BeginDrafting: RESULT,
  BeginGeneration: RESULT,
  BeginRender: RESULT,
  StartShortVideo: RESULT,
  RecordFrames: RESULT,
  RecordStoryboard: RESULT,
  RecordImage: RESULT,
  RecordClip: RESULT,
  RecordFailedAttempt: RESULT,
  RecordNarration: RESULT,
  RecordMusic: RESULT,
  RecordMix: RESULT,
  RecordPiece: RESULT,
  RecordFilm: RESULT,
  RecordMadeClip: RESULT,
  RecordFailedClip: RESULT,
  RecordGenerated: RESULT,
  RecordShortVideo: RESULT,
  RecordAssetReady: RESULT,
  RecordAssetFailed: RESULT,
  FailJob: RESULT,
  FailGeneration: RESULT,
  FailShortVideo: RESULT,
  RecordAnnouncement: none('notes that somebody was told'),
  CancelVideo: none('ends work'),
  DeleteArtifacts: none('removes files'),
  DeleteAsset: none('removes files'),
  DeleteClipSet: none('removes files'),
  DeleteGeneration: none('removes what was asked for'),
  RecordClipSetErased: none('notes that files are gone'),
  RecordGenerationErased: none('notes that words are gone'),
  DeleteShortVideo: none('ends work and removes files'),
  RecordFilesRemoved: none('notes that files are gone'),
  RecordAssetFilesRemoved: none('notes that files are gone'),
  RecordShortVideoFilesRemoved: none('notes that files are gone'),
  RecordClipPicturesForgotten: none('notes that files are gone'),
  RecordGenerationPicturesForgotten: none('notes that files are gone'),
  LeaveClipPictures: none('notes that files are gone'),
  LeaveGenerationPictures: none('notes that files are gone'),
  LinkContact: none('keeps a contact'),
  ChangeContact: none('changes what a contact hears'),
  UnlinkContact: none('removes a contact'),
  AssignPlan: none('changes limits'),
  NoteLevels: none('tells of limits'),
  NoteRefusal: none('tells of limits'),
  ReserveQuota: none('is the admission'),
  RaiseReservation: none('is the admission'),
  SettleUsage: none('books what was used'),
  ReleaseQuota: none('gives back'),
  CloseReservation: none('gives back'),
  RegisterEndpoint: none('an address that is told of events'),
  ChangeEndpoint: none('an address that is told of events'),
  RotateSecret: none('three secrets at most'),
  DisableEndpoint: none('ends sending'),
  EnableEndpoint: none('small requests, one for each event'),
  DeleteEndpoint: none('forgets an address'),
};
