// long: tables of names
// Tests of the suites that fail against the lenient mode, by reason. A name without its parameters stands for all of them.

const module = (name, tests) => tests.map((test) => `${name}::${test}`);
const entity = (name, ...tests) => module(`cassandra_tests.validation.entities.${name}_test`, tests);
const operation = (name, ...tests) => module(`cassandra_tests.validation.operations.${name}_test`, tests);
const top = (name, ...tests) => module(`test_${name}`, tests);

export const cqlpyKnown = [
  {
    reason: 'COMPACT STORAGE, which the engine has not (Amazon Keyspaces neither)',
    tests: top(
      'empty',
      'test_insert_empty_string_key_compact',
      'test_insert_empty_string_compound_clustering_key_compact',
    ),
  },
  {
    reason: 'keys beyond what the store takes: 4,024 bytes of partition key and clustering together',
    tests: top('filtering', 'test_filtering_contiguous_nonmatching_partition_range'),
  },
  {
    reason: 'fails on Cassandra 3.11.19 too: the test is of a later version, or of Scylla',
    tests: [
      ...module('cassandra_tests.functions.cast_fcts_test', [
        ...['testCastsInInsertIntoValues', 'testCastsInUpdateValues', 'testCastsInUpdateWhereClause'],
        ...['testCastsInSelectWhereClause', 'testCastsInDeleteWhereClause', 'testCastsInCreateViewWhereClause'],
      ]),
      ...entity('tuple_type', 'testTupleModification'),
      ...operation(
        'alter',
        'testAlterKeyspaceWithNoOptionThrowsConfigurationException',
        'testAlterKeyspaceWithNTSOnlyAcceptsConfiguredDataCenterNames',
        'testAlterTableWithCompression',
      ),
      ...top(
        'json',
        ...['test_fromjson_int_scientific_notation_unprepared', 'test_fromjson_int_scientific_notation_prepared'],
        ...['test_fromjson_bigint_nonoverflow_scientific', 'test_fromjson_int_empty_string_unprepared'],
        ...['test_fromjson_int_empty_string_prepared', 'test_fromjson_timestamp_submilli'],
      ),
      ...top(
        'keyspace',
        ...['test_create_keyspace_nonexistent_dc', 'test_create_table_in_nonexistent_keyspace'],
        ...['test_alter_keyspace_rf_by_more_than_1', 'test_alter_keyspace_with_replication_factor_tag'],
        ...['test_alter_keyspace_nonexistent_dc', 'test_alter_keyspace_preserves_udt'],
      ),
      ...top('native_functions', 'test_mintimeuuid_extreme'),
      ...top(
        'filtering',
        ...['test_filter_like_on_desc_column', 'test_filtering_with_in_relation', 'test_filtering_with_subscript'],
        ...['test_filter_in_restriction', 'test_filter_UDT_restriction_nonfrozen'],
        'test_multi_column_relation_wrong_number_of_items_in_tuple',
      ),
      ...top('empty', 'test_empty_string_for_fussy_string_types2', 'test_empty_string_for_fussy_string_types2_json'),
      ...top('empty', 'test_empty_string_for_other_types_json'),
      ...top('batch', 'test_error_is_raised_for_batch_size_above_threshold'),
      ...top('cast_data', 'test_cast_from_large_varint_to_varchar', 'test_cast_from_counter_to_varchar'),
    ],
  },
];

const query = (type, ...tests) => module(`standard.test_query.${type}`, tests);
const metadata = (type, ...tests) => module(`standard.test_metadata.${type}`, tests);

export const pythonDriverKnown = [
  {
    reason: 'query traces, which Amazon Keyspaces has not',
    tests: query(
      'QueryTests',
      ...['test_incomplete_query_trace', 'test_trace_cl', 'test_trace_id_to_resultset'],
      ...['test_trace_ignores_row_factory', 'test_trace_prints_okay'],
    ),
  },
  {
    reason: 'more than one node',
    tests: [
      ...query(
        'PreparedStatementArgTest',
        ...['test_prepare_batch_statement', 'test_prepare_batch_statement_after_alter', 'test_prepare_on_all_hosts'],
      ),
      ...query('LightweightTransactionTests', 'test_no_connection_refused_on_timeout'),
      ...metadata('TestCodeCoverage', 'test_token_map'),
    ],
  },
  {
    reason: 'materialized views, user functions and aggregates, which the engine has not (Amazon Keyspaces neither)',
    tests: [
      ...query('MaterializedViewQueryTest', 'test_mv_filtering'),
      ...metadata(
        'SchemaMetadataTests',
        ...['test_refresh_metadata_for_mv', 'test_refresh_schema_metadata', 'test_refresh_user_aggregate_metadata'],
        ...['test_refresh_user_function_metadata', 'test_table_extensions'],
      ),
      ...metadata(
        'FunctionMetadata',
        ...['test_function_cql_called_on_null', 'test_function_no_parameters', 'test_function_same_name_diff_types'],
        ...['test_functions_after_udt', 'test_functions_follow_keyspace_alter'],
      ),
      ...metadata(
        'AggregateMetadata',
        ...['test_aggregates_after_functions', 'test_aggregates_follow_keyspace_alter', 'test_cql_optional_params'],
        ...['test_init_cond', 'test_return_type_meta', 'test_same_name_diff_types'],
      ),
      ...metadata('BadMetaTest', 'test_bad_user_aggregate', 'test_bad_user_function'),
      ...metadata(
        'MaterializedViewMetadataTestSimple',
        ...['test_materialized_view_metadata_alter', 'test_materialized_view_metadata_creation'],
        'test_materialized_view_metadata_drop',
      ),
      ...metadata(
        'MaterializedViewMetadataTestComplex',
        ...['test_base_table_column_addition_mv', 'test_create_view_metadata', 'test_metadata_with_quoted_identifiers'],
      ),
    ],
  },
  {
    reason: 'COMPACT STORAGE and types of Cassandra classes, which the engine has not (Amazon Keyspaces neither)',
    tests: [
      ...metadata(
        'SchemaMetadataTests',
        ...['test_compact_storage', 'test_counter_with_compact_storage', 'test_counter_with_dense_compact_storage'],
        'test_dense_compact_storage',
      ),
      ...metadata('DynamicCompositeTypeTest', 'test_dct_alias'),
    ],
  },
];

const nodeMetadata = (...titles) => titles.map((title) => `metadata @SERVER_API Metadata ${title}`);
const nodeExecute = 'Client @SERVER_API #execute(query, params, {prepare: 0}, callback)';
const nodeTrace = 'should retrieve the trace id when queryTrace flag is set';

export const nodeDriverKnown = [
  {
    reason: 'query traces, which Amazon Keyspaces has not',
    tests: [
      `${nodeExecute} ${nodeTrace}`,
      `Client #eachRow(query, params, {prepare: 1}) ${nodeTrace}`,
      ...nodeMetadata(
        '#getTrace() should retrieve the trace immediately after',
        '#getTrace() should retrieve the trace a few seconds after',
        '#getTrace() with no callback specified should return the trace in a promise',
      ),
    ],
  },
  {
    reason: 'more than one node, 256 tokens a node, a data centre named dc1, TLS on the same port',
    tests: [
      'Connection #open with ssl should open to a ssl enabled host',
      'metadata @SERVER_API Client#getState() should return a snapshot of the connection pool state',
      'metadata @SERVER_API Client#hosts should contain the hosts metadata information',
      ...nodeMetadata(
        '#getTokenRanges() should return 512 ranges',
        '#getTokenRangesForHost() should return the expected number of ranges per host',
      ),
    ],
  },
  {
    reason: 'views, COMPACT STORAGE and types of Cassandra classes, also in the set-up of groups of tests',
    tests: nodeMetadata(
      '#getUdt() should return the udt information',
      '#getTable() "before all" hook: createTables',
      '#getMaterializedView() "before all" hook: createTables',
    ),
  },
];

export const gocqlKnown = [
  {
    reason: 'user functions, which the engine has not (Amazon Keyspaces neither)',
    tests: ['TestUDF'],
  },
  {
    reason: 'a Cassandra set up for the test: a query handler that sends payloads back, writes that fail on purpose',
    tests: ['TestCustomPayloadMessages', 'TestCustomPayloadValues', 'TestWriteFailure'],
  },
];
