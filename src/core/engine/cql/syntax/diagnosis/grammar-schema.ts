// Cassandra 3.11's grammar of statements on the schema and on access, types and names, in the notation of notation.ts.

export const schemaRules = `
createAggregate: CREATE [OR REPLACE] AGGREGATE [IF NOT EXISTS] functionName '(' [type {',' type}] ')'
 SFUNC functionWord STYPE type [FINALFUNC functionWord] [INITCOND term]
dropAggregate: DROP AGGREGATE [IF EXISTS] functionName ['(' [type {',' type}] ')']
createFunction: CREATE [OR REPLACE] FUNCTION [IF NOT EXISTS] functionName
 '(' [otherName type {',' otherName type}] ')' (RETURNS NULL | CALLED) ON NULL INPUT RETURNS type
 LANGUAGE $ident AS $string
dropFunction: DROP FUNCTION [IF EXISTS] functionName ['(' [type {',' type}] ')']
createKeyspace: CREATE KEYSPACE [IF NOT EXISTS] keyspaceName WITH properties
createTable: CREATE COLUMNFAMILY [IF NOT EXISTS] tableName tableBody
tableBody: '(' definition {',' [definition]} ')' [WITH tableProperty {AND tableProperty}]
definition: name type [STATIC] [PRIMARY KEY] | PRIMARY KEY '(' partitionKey {',' name} ')'
partitionKey: name | '(' name {',' name} ')'
tableProperty: property | COMPACT STORAGE | CLUSTERING ORDER BY '(' clustering {',' clustering} ')'
clustering: name (ASC | DESC)
createType: CREATE TYPE [IF NOT EXISTS] userType '(' fieldDefinition {',' [fieldDefinition]} ')'
fieldDefinition: fieldName type
createIndex: CREATE [CUSTOM] INDEX [IF NOT EXISTS] [indexWord] ON tableName
 '(' [indexed {',' indexed}] ')' [USING $string] [WITH properties]
indexed: column | VALUES '(' column ')' | KEYS '(' column ')' | ENTRIES '(' column ')' | FULL '(' column ')'
createView: CREATE MATERIALIZED VIEW [IF NOT EXISTS] tableName AS SELECT selection FROM tableName [WHERE where]
 PRIMARY KEY ('(' '(' column {',' column} ')' {',' column} ')' | '(' column {',' column} ')')
 [WITH tableProperty {AND tableProperty}]
createTrigger: CREATE TRIGGER [IF NOT EXISTS] name ON tableName USING $string
dropTrigger: DROP TRIGGER [IF EXISTS] name ON tableName
alterKeyspace: ALTER KEYSPACE keyspaceName WITH properties
alterTable: ALTER COLUMNFAMILY tableName (ALTER schemaColumn TYPE type
 | ADD (schemaColumn type static | '(' schemaColumn type static {',' schemaColumn type static} ')')
 | DROP COMPACT STORAGE
 | DROP (schemaColumn | '(' schemaColumn {',' schemaColumn} ')') [USING TIMESTAMP $integer]
 | WITH properties | RENAME schemaColumn TO schemaColumn {AND schemaColumn TO schemaColumn})
static: [STATIC]
alterView: ALTER MATERIALIZED VIEW tableName WITH properties
alterType: ALTER TYPE userType (ALTER fieldName TYPE type | ADD fieldName type
 | RENAME fieldName TO fieldName {AND fieldName TO fieldName})
dropKeyspace: DROP KEYSPACE [IF EXISTS] keyspaceName
dropTable: DROP COLUMNFAMILY [IF EXISTS] tableName
dropType: DROP TYPE [IF EXISTS] userType
dropIndex: DROP INDEX [IF EXISTS] indexName
dropView: DROP MATERIALIZED VIEW [IF EXISTS] tableName
truncate: TRUNCATE [COLUMNFAMILY] tableName
grant: GRANT permissions ON resource TO roleName
revoke: REVOKE permissions ON resource FROM roleName
grantRole: GRANT roleName TO roleName
revokeRole: REVOKE roleName FROM roleName
listPermissions: LIST permissions [ON resource] [OF roleWord] [NORECURSIVE]
permission: <CREATE ALTER DROP SELECT MODIFY AUTHORIZE DESCRIBE EXECUTE>
permissions: ALL [PERMISSIONS] | permission [PERMISSION]
resource: dataResource | roleResource | functionResource | beanResource
dataResource: ALL KEYSPACES | KEYSPACE keyspaceName | [COLUMNFAMILY] tableName
beanResource: ALL MBEANS | MBEAN bean | MBEANS bean
roleResource: ALL ROLES | ROLE roleName
functionResource: ALL FUNCTIONS | ALL FUNCTIONS IN KEYSPACE keyspaceName
 | FUNCTION functionName '(' [type {',' type}] ')'
createUser: CREATE USER [IF NOT EXISTS] userName [WITH password] [SUPERUSER | NOSUPERUSER]
alterUser: ALTER USER userName [WITH password] [SUPERUSER | NOSUPERUSER]
dropUser: DROP USER [IF EXISTS] userName
listUsers: LIST USERS
createRole: CREATE ROLE [IF NOT EXISTS] roleName [WITH roleOptions]
alterRole: ALTER ROLE roleName [WITH roleOptions]
dropRole: DROP ROLE [IF EXISTS] roleName
listRoles: LIST ROLES [OF roleWord] [NORECURSIVE]
roleOptions: roleOption {AND roleOption}
roleOption: PASSWORD '=' $string | OPTIONS '=' map | SUPERUSER '=' $boolean | LOGIN '=' $boolean
password: PASSWORD $string
column: $emptyQuoted | $ident | $quoted | word
schemaColumn: $ident | $quoted | word
name: $ident | $quoted | word
fieldName: $ident | $quoted | word
otherName: $ident | $quoted | word
keyspaceName: keyspaceWord
indexName: %[keyspaceWord '.'] indexWord
tableName: %[keyspaceWord '.'] tableWord
userType: [otherName '.'] typeWord
roleName: roleWord
keyspaceWord: $ident | $quoted | word | $question
tableWord: $ident | $quoted | word | $question
indexWord: $ident | $quoted | word | $question
roleWord: $ident | $string | $quoted | word | $question
functionName: %[keyspaceName '.'] functionWord
functionWord: $ident | $quoted | functionKeyword | TOKEN | COUNT
properties: property {AND property}
property: % otherName '=' propertyValue | otherName '=' map
propertyValue: constant | word
type: % nativeType | collectionType | tupleType | userType | FROZEN '<' type '>' | $string
nativeType: ASCII | BIGINT | BLOB | BOOLEAN | COUNTER | DECIMAL | DOUBLE | DURATION | FLOAT | INET | INT | SMALLINT
 | TEXT | TIMESTAMP | TINYINT | UUID | VARCHAR | VARINT | TIMEUUID | DATE | TIME
collectionType: MAP '<' type ',' type '>' | LIST '<' type '>' | SET '<' type '>'
tupleType: TUPLE '<' type {',' type} '>'
userName: $ident | $string | $quoted
bean: $string
typeWord: $ident | $quoted | basicKeyword | KEY
word: functionKeyword | <TTL COUNT WRITETIME KEY CAST JSON DISTINCT>
functionKeyword: basicKeyword | nativeType
basicKeyword: <KEYS AS CLUSTERING COMPACT STORAGE TYPE VALUES MAP LIST FILTERING PERMISSION PERMISSIONS KEYSPACES
 ALL USER USERS ROLE ROLES SUPERUSER NOSUPERUSER LOGIN NOLOGIN OPTIONS PASSWORD EXISTS CUSTOM TRIGGER CONTAINS STATIC
 FROZEN TUPLE FUNCTION FUNCTIONS AGGREGATE SFUNC STYPE FINALFUNC INITCOND RETURNS LANGUAGE CALLED INPUT LIKE PER
 PARTITION GROUP>
`;
