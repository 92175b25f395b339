// The AWS services around Keyspaces that an engine answers as well: CloudTrail for who changed what, Application Auto
// Scaling, Service Quotas. All speak AWS JSON 1.1.

import type { Caller } from '../control/api.js';
import { applicationAutoScalingTypes, cloudTrailTypes, serviceQuotasTypes } from './wire-input-types.js';
import type { WireService } from './wire-service.js';

/** A service as the engine has it: input as parsed JSON, output as JSON; rejects with a WireError. */
export interface CallableService {
  call(operation: string, input: unknown, caller: Caller): Promise<Record<string, unknown>>;
}

export interface AccountServices {
  readonly cloudTrail: CallableService;
  readonly applicationAutoScaling: CallableService;
  readonly serviceQuotas: CallableService;
}

export function accountServices(services: AccountServices): readonly WireService[] {
  const { cloudTrail, applicationAutoScaling, serviceQuotas } = services;
  return [
    {
      name: 'CloudTrail',
      // newer clients leave the package before it away [control-plane facts 7.3]
      target: 'CloudTrail_20131101',
      signingName: 'cloudtrail',
      errorNamespace: 'com.amazonaws.cloudtrail',
      inputTypes: cloudTrailTypes,
      timestamps: new Set(['EventTime']),
      call: (operation, input, caller) => cloudTrail.call(operation, input, caller),
    },
    {
      name: 'Application Auto Scaling',
      target: 'AnyScaleFrontendService',
      signingName: 'application-autoscaling',
      errorNamespace: 'com.amazonaws.applicationautoscaling',
      inputTypes: applicationAutoScalingTypes,
      timestamps: new Set(['CreationTime', 'EndTime', 'StartTime']),
      call: (operation, input, caller) => applicationAutoScaling.call(operation, input, caller),
    },
    {
      name: 'Service Quotas',
      target: 'ServiceQuotasV20190624',
      signingName: 'servicequotas',
      errorNamespace: 'com.amazonaws.servicequotas',
      inputTypes: serviceQuotasTypes,
      timestamps: new Set(),
      call: (operation, input, caller) => serviceQuotas.call(operation, input, caller),
    },
  ];
}
