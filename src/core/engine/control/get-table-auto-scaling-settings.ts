// GetTableAutoScalingSettings: both directions, disabled ones as such; for multi-Region tables each Region's too.

import { tableArn } from './arn.js';
import type { Operation } from './context.js';
import { findTable } from './get-table.js';
import { scalingSideOut } from './scaling-rules.js';
import { checkInput, structure } from './shape.js';
import { keyspaceName, tableName } from './shared-shapes.js';

const shape = structure({ keyspaceName, tableName });

export const getTableAutoScalingSettings: Operation = async (context, rawInput) => {
  const { keyspaceName: keyspace, tableName: name } = checkInput(shape, rawInput, context.compat);
  const table = findTable(context, keyspace, name);
  const own = table.replicas.find((replica) => replica.region === context.caller.region);
  const settings = (read = table.autoScaling?.read) => ({
    writeCapacityAutoScaling: scalingSideOut(table.autoScaling?.write),
    readCapacityAutoScaling: scalingSideOut(read),
  });
  return {
    keyspaceName: keyspace,
    tableName: name,
    resourceArn: tableArn(context.owner, keyspace, name),
    autoScalingSpecification: settings(own?.readAutoScaling),
    ...(table.replicas.length === 0
      ? {}
      : {
          replicaSpecifications: table.replicas.map((replica) => ({
            region: replica.region,
            autoScalingSpecification: settings(replica.readAutoScaling),
          })),
        }),
  };
};
