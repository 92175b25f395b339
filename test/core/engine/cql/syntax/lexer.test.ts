// Tokens one by one: their kinds and where they end.

import { describe, expect, test } from 'vitest';
import { K } from '../../../../../src/core/engine/cql/syntax/keywords.js';
import { Lexer } from '../../../../../src/core/engine/cql/syntax/lexer.js';
import { splitStatements } from '../../../../../src/core/engine/cql/syntax/split.js';
import { expectedName, T } from '../../../../../src/core/engine/cql/syntax/token.js';

/** `NAME text` of every token, keywords as `K_NAME`. */
function tokens(text: string): string[] {
  const lexer = new Lexer(text);
  const found: string[] = [];
  for (lexer.scan(); lexer.kind !== T.eof; lexer.scan()) {
    found.push(`${expectedName(lexer.kind)} ${text.slice(lexer.start, lexer.end)}`);
  }
  return found;
}

describe('tokens', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['', []],
    [' \t\r\n', []],
    ['abc_1 A_b', ['IDENT abc_1', 'IDENT A_b']],
    ['select SELECT SeLeCt selects', ['K_SELECT select', 'K_SELECT SELECT', 'K_SELECT SeLeCt', 'IDENT selects']],
    ['table schema', ['K_COLUMNFAMILY table', 'K_KEYSPACE schema']],
    ['tRue FALSE truth', ['BOOLEAN tRue', 'BOOLEAN FALSE', 'IDENT truth']],
    ["'a''b' ''", ["STRING_LITERAL 'a''b'", "STRING_LITERAL ''"]],
    ["$$it's$$ $$a$b$$", ["STRING_LITERAL $$it's$$", 'STRING_LITERAL $$a$b$$']],
    ['"A" "a""b"', ['QUOTED_NAME "A"', 'QUOTED_NAME "a""b"']],
    ['0 12 -3', ['INTEGER 0', 'INTEGER 12', 'INTEGER -3']],
    ['1.5 -1. 1e5 1.5E-3 2e+4', ['FLOAT 1.5', 'FLOAT -1.', 'FLOAT 1e5', 'FLOAT 1.5E-3', 'FLOAT 2e+4']],
    ['1..2', ['FLOAT 1.', "'.' .", 'INTEGER 2']],
    ['0xFf 0X0 0x', ['HEXNUMBER 0xFf', 'HEXNUMBER 0X0', 'HEXNUMBER 0x']],
    ['-0x1', ['INTEGER -0', 'IDENT x1']],
    ['a-1', ['IDENT a', 'INTEGER -1']],
    ['a - 1', ['IDENT a', "'-' -", 'INTEGER 1']],
    ['a--1\nb', ['IDENT a', 'IDENT b']],
    ['1y2mo3d 5MS 1t 1yx', ['DURATION 1y2mo3d', 'DURATION 5MS', 'INTEGER 1', 'IDENT t', 'DURATION 1y', 'IDENT x']],
    ['P1Y PT1S P P1 PX', ['DURATION P1Y', 'DURATION PT1S', 'IDENT P', 'IDENT P1', 'IDENT PX']],
    [
      '123e4567-e89b-12d3-a456-426614174000 deadbeef - 1',
      ['UUID 123e4567-e89b-12d3-a456-426614174000', 'IDENT deadbeef', "'-' -", 'INTEGER 1'],
    ],
    ['<<=>>=!=+=-=', ["'<' <", "'<=' <=", "'>' >", "'>=' >=", "'!=' !=", "'+=' +=", "'-=' -="]],
    [
      '(){}[],;:.*=?',
      [
        "'(' (",
        "')' )",
        "'{' {",
        "'}' }",
        "'[' [",
        "']' ]",
        "',' ,",
        "';' ;",
        "':' :",
        "'.' .",
        "'*' *",
        "'=' =",
        'QMARK ?',
      ],
    ],
    ['a/* * / */b//c\nd', ['IDENT a', 'IDENT b', 'IDENT d']],
  ];
  test.each(table)('%j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  test('every keyword in either case, and not with a letter more', () => {
    for (const [name, kind] of Object.entries(K)) {
      expect(tokens(`${name} ${name.toLowerCase()}`)).toEqual([`K_${name} ${name}`, `K_${name} ${name.toLowerCase()}`]);
      expect(tokens(`${name}z`), String(kind)).toEqual([`IDENT ${name}z`]);
    }
  });

  const broken: readonly (readonly [string, string])[] = [
    ['a @', "line 1:2 no viable alternative at character '@'"],
    ['_a', "line 1:0 no viable alternative at character '_'"],
    ['ä', "line 1:0 no viable alternative at character 'ä'"],
    ['\n 😀', "line 2:1 no viable alternative at character '?'"],
    ['"open', `line 1:5 mismatched character '<EOF>' expecting '"'`],
    ['$$open$', "line 1:7 mismatched character '<EOF>' expecting '$'"],
    ['a $b', "line 1:3 mismatched character 'b' expecting '$'"],
    ['"', "line 1:1 no viable alternative at character '<EOF>'"],
    ['1e ', "line 1:2 no viable alternative at character ' '"],
    ['-1ex', "line 1:3 required (...)+ loop did not match anything at character 'x'"],
    ['1c,', "line 1:2 mismatched character ',' expecting set null"],
    ['1nx', "line 1:2 mismatched character 'x' expecting set null"],
    ['1d3ab ', "line 1:5 mismatched character ' ' expecting set null"],
    ['12d34-', "line 1:5 no viable alternative at character '-'"],
    ['deadbeef-1 ', "line 1:10 mismatched character ' ' expecting set null"],
    ['-P1Y2 ', "line 1:5 no viable alternative at character ' '"],
    ['P0001-0', "line 1:7 mismatched character '<EOF>' expecting set null"],
    ['!', "line 1:1 mismatched character '<EOF>' expecting '='"],
  ];
  test.each(broken)('%j is no token', (text, message) => {
    expect(() => tokens(text)).toThrow(message);
  });
});

describe('scripts', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['', []],
    [' ; ;\n-- nothing\n', []],
    ['a; b ;c', ['a', 'b', 'c']],
    ['a \';\' "b;" $$;$$ -- ;\n/* ; */ c; d', ['a \';\' "b;" $$;$$ -- ;\n/* ; */ c', 'd']],
    ['BEGIN BATCH a; b; APPLY BATCH; c', ['BEGIN BATCH a; b; APPLY BATCH', 'c']],
    ["a; b 'open; c", ['a', "b 'open; c"]],
    ["a; 'open; c", ['a', "'open; c"]],
  ];
  test.each(table)('%j', (script, expected) => {
    expect(splitStatements(script)).toEqual(expected);
  });
});
