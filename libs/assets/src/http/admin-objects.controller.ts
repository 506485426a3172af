import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Scopes } from '#platform';
import { ObjectJanitor } from '../janitor/object-janitor.js';

const SHOWN = 1000;

class UnreferencedObject {
  @ApiProperty()
  key: string;
  @ApiProperty({ type: 'integer' })
  sizeBytes: number;
  @ApiProperty({ format: 'date-time' })
  modifiedAt: string;
}

class UnreferencedObjectsResponse {
  @ApiProperty({ type: 'integer' })
  objectCount: number;
  @ApiProperty({ type: 'integer' })
  bytes: number;
  @ApiProperty({ type: [UnreferencedObject], description: 'The first thousand' })
  objects: readonly UnreferencedObject[];
}

@ApiTags('operations')
@Scopes('operator')
@Controller('v1/admin/objects')
export class AdminObjectsController {
  constructor(private readonly janitor: ObjectJanitor) {}

  @Get('unreferenced')
  @ApiOperation({
    operationId: 'objects_unreferenced',
    summary: 'Stored objects that nothing refers to and that are older than the grace: what the janitor would remove now',
    description: 'Reads only. Looks at everything that is stored.',
  })
  @ApiOkResponse({ type: UnreferencedObjectsResponse, description: 'What was found' })
  async unreferenced(): Promise<UnreferencedObjectsResponse> {
    const found = { objectCount: 0, bytes: 0, objects: [] as UnreferencedObject[] };
    for await (const { key, sizeBytes, modifiedAt } of this.janitor.orphans()) {
      found.objectCount += 1;
      found.bytes += sizeBytes;
      if (found.objects.length < SHOWN) found.objects.push({ key, sizeBytes, modifiedAt: modifiedAt.toISOString() });
    }
    return found;
  }
}
