export const ENDPOINTS = ['webhook-endpoints'];
export const deliveriesKey = (endpointId: string) => ['webhook-deliveries', endpointId];
