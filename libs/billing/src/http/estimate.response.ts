import { ApiProperty } from '@nestjs/swagger';
import { type QuotaRefusal } from '../contracts/quota.js';
import { type Resource, RESOURCES } from '../contracts/resources.js';

/** How much of a resource an order would reserve; of every kind of order. */
export class EstimatedQuantityResponse {
  @ApiProperty({ enum: RESOURCES })
  resource: Resource;
  @ApiProperty()
  quantity: number;
}

/** Why an order would be refused now; of every kind of order. */
export class QuotaRefusalResponse implements QuotaRefusal {
  @ApiProperty({ enum: RESOURCES })
  resource: Resource;
  @ApiProperty()
  limit: number;
  @ApiProperty()
  used: number;
  @ApiProperty()
  reserved: number;
  @ApiProperty()
  requested: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: it does not reset by itself.' })
  resetsAt: string | null;
}
