// Cassandra 3.11's grammar of statements on data, in the notation of notation.ts: which alternatives stand at each
// point, and in which order, for that is what its parser decides by. Learned from its answers and its published grammar.

export const dataRules = `
request: statement {';'} $eof
statement: % select | insert | update | batch | delete | use | truncate | createKeyspace | createTable | createIndex
 | dropKeyspace | dropTable | dropIndex | alterTable | alterKeyspace | grant | revoke | listPermissions | createUser
 | alterUser | dropUser | listUsers | createTrigger | dropTrigger | createType | alterType | dropType | createFunction
 | dropFunction | createAggregate | dropAggregate | createRole | alterRole | dropRole | listRoles | grantRole
 | revokeRole | createView | dropView | alterView
use: USE keyspaceName
select: SELECT [JSON] [DISTINCT] selection FROM tableName [WHERE where] [GROUP BY grouped {',' grouped}]
 [ORDER BY ordering {',' ordering}] [PER PARTITION LIMIT intValue] [LIMIT intValue] [ALLOW FILTERING]
selection: selected {',' selected} | '*'
selected: selector [AS otherName]
selector: %(column | value | '(' type ')' value | COUNT '(' '*' ')' | WRITETIME '(' column ')' | TTL '(' column ')'
 | CAST '(' selector AS nativeType ')' | functionName selectorArguments) {'.' fieldName}
selectorArguments: '(' ')' | '(' selector {',' selector} ')'
where: condition {AND condition}
condition: relation | indexExpression
indexExpression: 'expr(' indexWord ',' term ')'
ordering: column [ASC | DESC]
grouped: column
insert: INSERT INTO tableName (insertValues | JSON insertJson)
insertValues: '(' column {',' column} ')' VALUES '(' term {',' term} ')' [IF NOT EXISTS] [using]
insertJson: jsonValue [DEFAULT (NULL | UNSET)] [IF NOT EXISTS] [using]
jsonValue: $string | ':' otherName | $question
using: USING usingPart {AND usingPart}
usingPart: TIMESTAMP intValue | TTL intValue
update: UPDATE tableName [using] SET assignment {',' assignment} WHERE where [IF (EXISTS | conditions)]
conditions: columnCondition {AND columnCondition}
delete: DELETE [deletions] FROM tableName [usingTimestamp] WHERE where [IF (EXISTS | conditions)]
deletions: deletion {',' deletion}
deletion: % column | column '[' term ']' | column '.' fieldName
usingTimestamp: USING TIMESTAMP intValue
batch: BEGIN [UNLOGGED | COUNTER] BATCH [using] {batched [';']} APPLY BATCH
batched: insert | update | delete
assignment: column assigned
assigned: '=' assignedValue | assignedShort | '[' term ']' assignedElement | '.' fieldName assignedField
assignedValue: % term ['+' column] | column <'+' '-'> term | column $integer
assignedShort: <'+=' '-='> term
assignedElement: '=' term
assignedField: '=' term
columnCondition: column (operator term | IN (values | inMarker)
 | '[' term ']' (operator term | IN (values | inMarker)) | '.' fieldName (operator term | IN (values | inMarker)))
operator: '=' | '<' | '<=' | '>' | '>=' | '!='
relation: % column operator term | column LIKE term | column IS NOT NULL | TOKEN columns operator term
 | column IN inMarker | column IN values | column CONTAINS [KEY] term | column '[' term ']' operator term
 | columns %(IN ('(' ')' | inTupleMarker | tupleList | tupleMarkers) | operator tuple | operator tupleMarker)
 | '(' relation ')'
inMarker: $question | ':' otherName
columns: '(' column {',' column} ')'
values: '(' [term {',' term}] ')'
tupleList: '(' tuple {',' tuple} ')'
tupleMarker: $question | ':' otherName
tupleMarkers: '(' tupleMarker {',' tupleMarker} ')'
inTupleMarker: $question | ':' otherName
constant: $string | $integer | $float | $boolean | $duration | $uuid | $hex | ['-'] <NAN INFINITY>
map: '{' [term ':' term {',' term ':' term}] '}'
setOrMap: ':' term {',' term ':' term} | {',' term}
collection: '[' [term {',' term}] ']' | '{' term setOrMap '}' | '{' '}'
userValue: '{' fieldName ':' term {',' fieldName ':' term} '}'
tuple: '(' term {',' term} ')'
value: % constant | collection | userValue | tuple | NULL | ':' otherName | $question
intValue: $integer | ':' otherName | $question
function: % functionName '(' ')' | functionName '(' functionArguments ')'
functionArguments: term {',' term}
term: % value | function | '(' type ')' term
`;
