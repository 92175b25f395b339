// Audit entries as rows of a list, and as lines of JSON.

import { type AuditLine, auditSentence, type Gathered } from '../../core/index.js';
import { dash, formatTime } from '../text/format.js';
import { gridView, type View } from './view.js';

export function auditList(many: boolean): View<Gathered<AuditLine>> {
  return gridView<Gathered<AuditLine>, AuditLine>(
    [
      { title: 'TIME', text: (row) => formatTime(row.at) },
      ...(many ? [{ title: 'PLACE', text: (row: AuditLine) => row.place }] : []),
      { title: 'USER', text: (row) => row.user },
      { title: 'EVENT', text: (row) => row.event },
      { title: 'NAME', text: (row) => [row.keyspace, row.table].filter(Boolean).join('.') || (row.subject ?? dash) },
      {
        title: 'WHAT',
        text: (row) => (row.errorCode === undefined ? changeText(row) : `refused: ${row.errorMessage}`),
        paint: (row, text, style) => (row.errorCode === undefined ? text : style.paint('red', text)),
      },
    ],
    (result) => result.items,
    'No changes in this time. Look further back: ks audit list --since 90d',
  );
}

const characters = 100;

/** The statement without its beginning: verb and name have columns of their own. */
function changeText({ cql, keyspace, table }: AuditLine): string {
  if (cql === undefined) return dash;
  const text = cql.replace(/\s+/g, ' ').trim();
  const name = [keyspace, table].filter((part) => part !== undefined);
  const heads = [name.map((part) => `"${part}"`).join('.'), name.join('.')].map((written) => ` ${written}`);
  const head = heads.find((written) => text.includes(written));
  const rest = head === undefined ? text : text.slice(text.indexOf(head) + head.length).replace(/^ ?(?:WITH )?/, '');
  if (rest === '') return dash;
  return rest.length > characters ? `${rest.slice(0, characters - 1)}…` : rest;
}

/** `2026-11-21 14:05:09 alice AlterTable shop.orders`. */
export const auditText = (line: AuditLine): string => `${formatTime(line.at)} ${auditSentence(line)}`;
