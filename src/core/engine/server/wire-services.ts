// The services that an engine answers over HTTP: Keyspaces itself, CloudWatch for its metrics, and as much of STS as
// clients ask before anything else.

import { ApiError, type Caller, type Control } from '../control/api.js';
import { cloudWatchTypes } from './wire-input-types.js';
import type { WireService } from './wire-service.js';

export function keyspacesService(control: Pick<Control, 'call'>): WireService {
  return {
    name: 'Keyspaces',
    target: 'KeyspacesService',
    signingName: 'cassandra',
    errorNamespace: 'com.amazonaws.keyspaces',
    timestamps: new Set([
      'creationTimestamp',
      'earliestRestorableTimestamp',
      'lastModifiedTimestamp',
      'lastUpdateToPayPerRequestTimestamp',
    ]),
    call: (operation, input, caller) => control.call(operation, input, caller),
  };
}

/** JSON alone (control-plane facts 15.16). */
export function streamsService(streams: Pick<Control, 'call'>): WireService {
  return {
    name: 'KeyspacesStreams',
    target: 'KeyspacesStreams',
    signingName: 'cassandra',
    errorNamespace: 'com.amazonaws.keyspacesstreams',
    timestamps: new Set(['createdAt', 'creationRequestDateTime']),
    call: (operation, input, caller) => streams.call(operation, input, caller),
  };
}

export function cloudWatchService(cloudWatch: {
  call(operation: string, input: unknown, caller: Caller): Promise<Record<string, unknown>>;
}): WireService {
  return {
    name: 'CloudWatch',
    target: 'GraniteServiceVersion20100801',
    signingName: 'monitoring',
    errorNamespace: 'com.amazonaws.cloudwatch',
    inputTypes: cloudWatchTypes,
    timestamps: new Set([
      'AlarmConfigurationUpdatedTimestamp',
      'LastModified',
      'StateTransitionedTimestamp',
      'StateUpdatedTimestamp',
      'Timestamp',
      'Timestamps',
    ]),
    query: {
      version: '2010-08-01',
      xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
      numbers: new Set([
        'DatapointsToAlarm',
        'EvaluationPeriods',
        'MaxDatapoints',
        'MaxRecords',
        'Period',
        'Threshold',
      ]),
      flags: new Set(['ActionsEnabled', 'IncludeLinkedAccounts', 'ReturnData']),
      compatible: true,
      shapeNames: new Map([
        ['InvalidFormat', 'InvalidFormatFault'],
        ['InvalidParameterCombination', 'InvalidParameterCombinationException'],
        ['InvalidParameterInput', 'DashboardInvalidInputError'],
        ['InvalidParameterValue', 'InvalidParameterValueException'],
        ['LimitExceeded', 'LimitExceededFault'],
        ['MissingParameter', 'MissingRequiredParameterException'],
      ]),
    },
    call: (operation, input, caller) => cloudWatch.call(operation, input, caller),
  };
}

/** GetCallerIdentity tells who the engine takes the caller for. */
export const stsService: WireService = {
  name: 'STS',
  target: 'AWSSecurityTokenServiceV20110615',
  signingName: 'sts',
  errorNamespace: 'com.amazonaws.sts',
  timestamps: new Set(),
  query: {
    version: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    numbers: new Set(),
    flags: new Set(),
    compatible: false,
    shapeNames: new Map(),
  },
  call: async (operation, _input, caller) => {
    if (operation !== 'GetCallerIdentity')
      throw new ApiError('InvalidAction', `${operation} is not offered by this engine`);
    return { UserId: caller.accountId, Account: caller.accountId, Arn: caller.principal };
  },
};
