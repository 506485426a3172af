// Breaks sdk-needs-nothing.
export { Injectable } from '@nestjs/common';
