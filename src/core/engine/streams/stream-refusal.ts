// The one error of the streams API that tells its reason in a member of its own (control-plane facts 5.8).

import { ApiError } from '../control/api.js';

export type StreamErrorCode = 'InvalidFormat' | 'TrimmedDataAccess' | 'ExpiredIterator' | 'ExpiredNextToken';

export const streamRefusal = (errorCode: StreamErrorCode, message: string): ApiError =>
  new ApiError('ValidationException', message, 400, { errorCode });
