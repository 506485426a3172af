/** An endpoint gets nothing any more: said to the other endpoints of its organisation. */
export interface WebhookEndpointDisabledV1 {
  /** @format uuid */
  readonly endpointId: string;
  readonly url: string;
  /** `manual`: somebody said so; `gone`: it answered 410; `failing`: nothing came through for days. */
  readonly reason: 'manual' | 'gone' | 'failing';
}

/** Type → what stands in its `data`. */
export interface WebhookEndpointAnnouncements {
  'webhook_endpoint.disabled': WebhookEndpointDisabledV1;
}
