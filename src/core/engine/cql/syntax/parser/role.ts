// Roles, users, GRANT, REVOKE and LIST: parsed so that they are refused by name. Amazon Keyspaces has IAM in their place.

import type { RefusedName, RefusedStatement } from '../ast/ddl.js';
import { K } from '../keywords.js';
import { plainSyntaxError } from '../syntax-error.js';
import { T } from '../token.js';
import type { Cursor } from './cursor.js';
import { parseIfExists } from './keyspace.js';
import { parseIfNotExists } from './modification.js';
import { parseFunctionName, parseKeyspaceName, parseRoleName, parseTableName } from './names.js';
import { parseSignature, refused } from './refused.js';
import { parseMapLiteral } from './term.js';

/** Behind CREATE or ALTER, at USER: `word [WITH PASSWORD 'p'] [SUPERUSER | NOSUPERUSER]`. */
export function parseUser(c: Cursor, name: 'create-user' | 'alter-user', start: number): RefusedStatement {
  c.advance();
  if (name === 'create-user') parseIfNotExists(c);
  parseUserName(c);
  if (c.accept(K.WITH)) {
    c.expect(K.PASSWORD);
    c.string();
  }
  if (c.kind === K.SUPERUSER || c.kind === K.NOSUPERUSER) c.advance();
  return refused(c, name, start);
}

/** No keyword is a user's name, unlike a role's. */
function parseUserName(c: Cursor): void {
  if (c.kind === T.quoted) {
    throw plainSyntaxError(
      'Quoted strings are are not supported for user names and USER is deprecated, please use ROLE',
    );
  }
  if (c.kind !== T.ident && c.kind !== T.string) throw c.noViable();
  c.advance();
}

/** Behind CREATE or ALTER, at ROLE. */
export function parseRole(c: Cursor, name: 'create-role' | 'alter-role', start: number): RefusedStatement {
  c.advance();
  if (name === 'create-role') parseIfNotExists(c);
  parseRoleName(c);
  if (c.accept(K.WITH)) {
    do parseRoleOption(c);
    while (c.accept(K.AND));
  }
  return refused(c, name, start);
}

function parseRoleOption(c: Cursor): void {
  const { kind } = c;
  if (kind !== K.PASSWORD && kind !== K.OPTIONS && kind !== K.SUPERUSER && kind !== K.LOGIN) throw c.noViable();
  c.advance();
  c.expect(T.equal);
  if (kind === K.PASSWORD) c.string();
  else if (kind === K.OPTIONS) parseMapLiteral(c);
  else c.expect(T.boolean);
}

/** Behind DROP, at ROLE or USER. */
export function parseDropRole(c: Cursor, start: number): RefusedStatement {
  const name = c.kind === K.ROLE ? 'drop-role' : 'drop-user';
  c.advance();
  parseIfExists(c);
  if (name === 'drop-role') parseRoleName(c);
  else parseUserName(c);
  return refused(c, name, start);
}

const permissions: readonly number[] = [
  K.CREATE,
  K.ALTER,
  K.DROP,
  K.SELECT,
  K.MODIFY,
  K.AUTHORIZE,
  K.DESCRIBE,
  K.EXECUTE,
];

/** GRANT and REVOKE, of permissions or of a role. */
export function parseGrant(c: Cursor): RefusedStatement {
  const start = c.start;
  const grant = c.kind === K.GRANT;
  const before = grant ? K.TO : K.FROM;
  c.advance();
  let name: RefusedName = grant ? 'grant-role' : 'revoke-role';
  if (takePermissions(c)) {
    name = grant ? 'grant-permissions' : 'revoke-permissions';
    c.expect(K.ON);
    parseResource(c);
  } else parseRoleName(c);
  c.expect(before);
  parseRoleName(c);
  return refused(c, name, start);
}

/** `ALL [PERMISSIONS]` or `SELECT [PERMISSION]`; false when neither is there. `all` may also be a role. */
function takePermissions(c: Cursor): boolean {
  if (c.kind === K.ALL && c.peek() !== K.TO && c.peek() !== K.FROM) {
    c.advance();
    c.accept(K.PERMISSIONS);
    return true;
  }
  if (!permissions.includes(c.kind)) return false;
  c.advance();
  c.accept(K.PERMISSION);
  return true;
}

function parseResource(c: Cursor): void {
  switch (c.kind) {
    case K.ALL:
      c.advance();
      parseAll(c);
      return;
    case K.KEYSPACE:
      c.advance();
      parseKeyspaceName(c);
      return;
    case K.ROLE:
      c.advance();
      parseRoleName(c);
      return;
    case K.FUNCTION:
      c.advance();
      parseFunctionName(c);
      parseSignature(c);
      return;
    case K.MBEAN:
    case K.MBEANS:
      c.advance();
      c.string();
      return;
    default:
      c.accept(K.COLUMNFAMILY);
      parseTableName(c);
  }
}

/** Behind ALL, which may also be the name of a table or its keyspace. */
function parseAll(c: Cursor): void {
  if (c.accept(T.dot)) parseTableName(c);
  else if (c.accept(K.FUNCTIONS)) {
    if (!c.accept(K.IN)) return;
    c.expect(K.KEYSPACE);
    parseKeyspaceName(c);
  } else if (c.kind === K.KEYSPACES || c.kind === K.ROLES || c.kind === K.MBEANS) c.advance();
}

/** LIST PERMISSIONS, ROLES, USERS. */
export function parseList(c: Cursor): RefusedStatement {
  const start = c.start;
  c.expect(K.LIST);
  if (c.accept(K.USERS)) return refused(c, 'list-users', start);
  if (c.accept(K.ROLES)) {
    parseOf(c);
    return refused(c, 'list-roles', start);
  }
  if (!takePermissions(c)) throw c.noViable();
  if (c.accept(K.ON)) parseResource(c);
  parseOf(c);
  return refused(c, 'list-permissions', start);
}

function parseOf(c: Cursor): void {
  if (c.accept(K.OF)) parseRoleName(c);
  c.accept(K.NORECURSIVE);
}
