import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#platform';

@ApiExcludeController()
@Public()
@Controller()
export class RootController {
  /** For people who open the address to see whether something is there. */
  @Get()
  index(): object {
    return { name: 'Kadr', docs: '/docs', openapi: '/openapi.json', health: '/health/ready' };
  }
}
