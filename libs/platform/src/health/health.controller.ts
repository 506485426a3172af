import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Response } from 'express';
import { HttpConfig } from '../http/http.config.js';
import { Public } from '../http/principal.js';
import { notFound } from '../problems/refusal.js';
import { Health, type HealthAnswer, type HealthBody } from './health.js';

/** Beside the API: all of `Health`, or, where there is a port for operators, only that it lives. */
@ApiExcludeController()
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly config: HttpConfig,
  ) {}

  @Get('live')
  live(@Res({ passthrough: true }) response: Response): HealthBody {
    return said(response, this.health.live());
  }

  @Get('startup')
  startup(@Res({ passthrough: true }) response: Response): HealthBody {
    this.isElsewhere();
    // Whoever is answered here is answered by a process that listens.
    return said(response, this.health.live());
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthBody> {
    this.isElsewhere();
    return said(response, await this.health.ready());
  }

  private isElsewhere(): void {
    if (this.config.managementPort !== null) throw notFound();
  }
}

function said(response: Response, { status, body }: HealthAnswer): HealthBody {
  response.status(status).setHeader('Cache-Control', 'no-store');
  return body;
}
