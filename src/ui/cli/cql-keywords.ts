// Words that the CQL shell completes, and the choice among them for a half-typed line. Pure.

const cqlKeywords: readonly string[] = `ADD ALLOW ALTER AND APPLY ASC AS AUTOSCALING_SETTINGS BATCH BEGIN BY
 CAPTURE CLUSTERING COLUMN CONSISTENCY CONTAINS CREATE CUSTOM_PROPERTIES DELETE DESC DESCRIBE DISTINCT DROP EXISTS EXIT
 EXPAND FALSE FILTERING FROM HELP IF IN INSERT INTO IS JSON KEY KEYSPACE KEYSPACES LIMIT NOT NULL ORDER PAGING PRIMARY
 QUIT REPLICATION RESTORE SELECT SERIAL SET SHOW SOURCE STATIC TABLE TABLES TAGS TIMESTAMP TO TOKEN TRUE TTL TYPE TYPES
 UNLOGGED UPDATE USE USING VALUES VERSION WHERE WITH WRITETIME`.split(/\s+/);

/** readline's completer: candidates for the last word, in the case that the user types. */
export function completeLine(line: string, names: readonly string[]): [string[], string] {
  const word = /[\w."]*$/.exec(line)?.[0] ?? '';
  if (word === '') return [[], ''];
  const lower = word === word.toLowerCase();
  const keywords = cqlKeywords
    .filter((keyword) => keyword.startsWith(word.toUpperCase()))
    .map((keyword) => (lower ? keyword.toLowerCase() : keyword));
  const matching = names.filter((name) => name.startsWith(word));
  return [[...new Set([...matching, ...keywords])].sort(), word];
}
