// long: tables of names
// Tests of the suites that fail against the lenient mode, by reason. A name without its parameters stands for all of them.

const module = (name, tests) => tests.map((test) => `${name}::${test}`);
const entity = (name, ...tests) => module(`cassandra_tests.validation.entities.${name}_test`, tests);
const operation = (name, ...tests) => module(`cassandra_tests.validation.operations.${name}_test`, tests);
const top = (name, ...tests) => module(`test_${name}`, tests);

export const cqlpyKnown = [
  {
    reason: 'secondary indexes, which the engine has not (Amazon Keyspaces neither)',
    tests: [
      ...entity('frozen_collections', 'testSecondaryIndex', 'testClusteringColumnFiltering'),
      ...entity('static_columns', 'testStaticColumnsWithSecondaryIndex'),
      ...operation(
        'select_single_column_relation',
        ...['testInvalidCollectionEqualityRelation', 'testInvalidCollectionNonEQRelation', 'testRangeQueryOnIndex'],
        ...['testAllowFilteringWithIndexedColumn', 'testAllowFilteringWithIndexedColumnAndStaticColumns'],
        ...['testIndexQueriesOnComplexPrimaryKey', 'testIndexOnClusteringColumns', 'testCompositeIndexWithPrimaryKey'],
        ...['testMultiplePartitionKeyWithIndex', 'testWithUnsetValues'],
      ),
      ...operation('update', 'testUpdateWithSecondaryIndices'),
      ...operation('select_limit', 'testIndexOnRegularColumnWithPartitionWithoutRows'),
      ...top('filtering', 'test_filter_and_fetch_size[True]'),
    ],
  },
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
      ...top('cast_data', 'test_cast_from_large_varint_to_varchar'),
    ],
  },
];

const query = (type, ...tests) => module(`standard.test_query.${type}`, tests);
const metadata = (type, ...tests) => module(`standard.test_metadata.${type}`, tests);
const model = (name, ...tests) => module(`cqlengine.model.${name}`, tests);

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
    reason: 'secondary indexes, also in the models of whole test classes',
    tests: [
      ...metadata('SchemaMetadataTests', 'test_collection_indexes', 'test_indexes', 'test_multiple_indices'),
      ...metadata('TestCodeCoverage', 'test_case_sensitivity'),
      ...metadata('IndexMapTests', 'test_index_follows_alter', 'test_index_updates'),
      ...metadata('BadMetaTest', 'test_bad_index'),
      ...model(
        'test_model_io.TestIndexedColumnDefinition',
        'test_exception_isnt_raised_if_an_index_is_defined_more_than_once',
      ),
      ...model('test_model_io.TestQueryQuoting', 'test_reserved_cql_words_can_be_used_as_column_names'),
      ...model(
        'test_model_io.TestUpdating',
        ...['test_deleting_only', 'test_get_changed_columns', 'test_previous_value_tracking_of_persisted_instance'],
        ...['test_previous_value_tracking_on_instantiation', 'test_save_to_none', 'test_vanilla_update'],
        'test_previous_value_tracking_on_instantiation_with_default',
      ),
      ...model('test_polymorphism.TestIndexedInheritanceQuery', 'test_success_case'),
      ...model(
        'test_updates.ModelUpdateTests',
        ...['test_invalid_update_kwarg', 'test_noop_model_assignation_update', 'test_noop_model_direct_update'],
        ...['test_primary_key_update_failure', 'test_update_model', 'test_update_values'],
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
    reason:
      'secondary indexes, views, COMPACT STORAGE and types of Cassandra classes, also in the set-up of groups of tests',
    tests: [
      `${nodeExecute} should encode CONTAINS parameter`,
      ...nodeMetadata(
        '#getUdt() should return the udt information',
        '#getTable() "before all" hook: createTables',
        '#getMaterializedView() "before all" hook: createTables',
      ),
    ],
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
