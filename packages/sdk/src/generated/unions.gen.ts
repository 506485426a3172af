// Made from docs/openapi.json by `npm run generate`.
import type * as api from './types.gen.js';

/** Everything that Kadr refuses with, told apart by `code`. */
export type Problem =
  | api.AlreadyDecidedProblem
  | api.AlreadyFinishedProblem
  | api.AlreadyMemberProblem
  | api.ApprovalNotFoundProblem
  | api.ArtifactNotFoundProblem
  | api.AssetNotFoundProblem
  | api.AwaitingApprovalProblem
  | api.BatchNotFoundProblem
  | api.BootstrapKeyProblem
  | api.ChannelUnavailableProblem
  | api.ClipsNotFoundProblem
  | api.ConcurrencyLimitProblem
  | api.ContactExistsProblem
  | api.ContactNotFoundProblem
  | api.CostAboveLimitProblem
  | api.CsrfProblem
  | api.DatabaseUnavailableProblem
  | api.DiskFullProblem
  | api.EndpointLimitProblem
  | api.EpisodeTakenProblem
  | api.FootageTakenProblem
  | api.GenerationNotFoundProblem
  | api.GivenFilesProblem
  | api.IdempotencyInFlightProblem
  | api.IdempotencyKeyReusedProblem
  | api.IncompleteBodyProblem
  | api.InsufficientScopeProblem
  | api.InternalErrorProblem
  | api.InvalidCursorProblem
  | api.IssuerUnavailableProblem
  | api.LastOwnerProblem
  | api.MalformedJsonProblem
  | api.MediaTooLargeProblem
  | api.ModelRetiredProblem
  | api.ModelUnavailableProblem
  | api.NewerReleaseNeededProblem
  | api.NoTopicLeftProblem
  | api.NodeNotFoundProblem
  | api.NotAwaitingApprovalProblem
  | api.NotFailedProblem
  | api.NotFinishedProblem
  | api.NotFoundProblem
  | api.NotReadyProblem
  | api.NotReadyToRenderProblem
  | api.NotRetryableProblem
  | api.OrganisationRequiredProblem
  | api.OverBudgetProblem
  | api.PayloadTooLargeProblem
  | api.QuotaExceededProblem
  | api.RateLimitedProblem
  | api.RequestTimeoutProblem
  | api.ScheduleEndedProblem
  | api.SecretNotFoundProblem
  | api.SegmentInProgressProblem
  | api.SegmentNotFoundProblem
  | api.SeriesNotFoundProblem
  | api.SignInCodeExpiredProblem
  | api.SignInCodeUsedProblem
  | api.TakeNotFoundProblem
  | api.TooManySecretsProblem
  | api.TooManyTicksProblem
  | api.UnauthorizedProblem
  | api.UnavailableProblem
  | api.UnknownModelProblem
  | api.UnsupportedMediaProblem
  | api.UnsupportedMediaTypeProblem
  | api.ValidationFailedProblem
  | api.VersionConflictProblem
  | api.VersionNotFoundProblem
  | api.VideoNotFoundProblem
  | api.WebhookEndpointNotFoundProblem
  | api.WorkflowIsDraftProblem
  | api.WorkflowNotFoundProblem
  | api.WorkflowRunNotFoundProblem
  | api.WorkflowScheduleNotFoundProblem;
export type ProblemCode = Problem['code'];

/** What endpoints are told, told apart by `type`. */
export type WebhookEvent = api.Webhooks['body'];
