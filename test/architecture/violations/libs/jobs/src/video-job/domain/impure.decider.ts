// Breaks domain-is-pure in a lib that is cut by feature first, by a framework.
export { Injectable } from '@nestjs/common';
