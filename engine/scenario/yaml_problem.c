/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Syntax errors in plain words. libyaml says what its grammar missed ("did not find expected
 * <document start>"); a finance officer wants to know what to change. The table maps its words to
 * ours, by the problem and, where one problem has several causes, by what was being read. What the
 * table does not know is shown in libyaml's words. */
#include "scenario/yaml_problem.h"

#include <stdio.h>
#include <string.h>

#include "scenario/source_text.h"

typedef struct {
  const char *problem; /* part of libyaml's words */
  const char *context; /* part of what it was reading, or NULL for any */
  cc_code code;
  bool at_context;     /* the mistake is where that began: a quote that is never closed */
  const char *message; /* %d in it is the line where that began */
  const char *help;
} plain_words;

static const char quote_text[] =
    "quote a text that holds `: `; see that the line above has its `:`, and the indentation";
static const char quote_star[] = "put a value that begins with `*` or `&` in quotes";
static const char no_tags[] = "leave the word with `!` out, or quote the value";
static const char spaces[] = "indent with spaces";
static const char escapes[] = "write \\\\ for a backslash, or put the text in single quotes";

static const plain_words table[] = {
    {"mapping values are not allowed", NULL, CC_E_SYNTAX, false, "no `:` can stand here",
     quote_text},
    {"could not find expected ':'", NULL, CC_E_SYNTAX, true, "a key without its `:`",
     "write `key: value`, with a space after the colon"},
    {"did not find expected key", "block mapping", CC_E_SYNTAX, false, "a key was expected here",
     "keys of one mapping begin in the same column; a text in quotes ends with its quote"},
    {"found unexpected end of stream", "quoted scalar", CC_E_SYNTAX, true,
     "this quote is never closed", "close it, or put the text in the other kind of quotes"},
    {"found unexpected document indicator", NULL, CC_E_SYNTAX, true,
     "this quote is not closed before a line of --- or ...", "close it"},
    {"did not find expected ',' or ']'", NULL, CC_E_SYNTAX, false,
     "a `,` or `]` was expected here, for the `[` at line %d",
     "close every `[` and put a comma between items"},
    {"did not find expected ',' or '}'", NULL, CC_E_SYNTAX, false,
     "a `,` or `}` was expected here, for the `{` at line %d",
     "close every `{` and put a comma between entries"},
    {"did not find expected node content", NULL, CC_E_SYNTAX, false, "a value was expected here",
     "look for a comma or a bracket too many"},
    {"did not find expected '-' indicator", NULL, CC_E_SYNTAX, false,
     "a list item, `- `, was expected here", "items of one list begin in the same column"},
    {"block sequence entries are not allowed", NULL, CC_E_SYNTAX, false, "a list cannot begin here",
     "put its first `- ` on a line of its own"},
    {"mapping keys are not allowed", NULL, CC_E_SYNTAX, false, "`? ` cannot stand here",
     "write `key: value`"},
    {"found a tab character", NULL, CC_E_SYNTAX, false, "a tab in the indentation", spaces},
    {"did not find expected <document start>", NULL, CC_E_SYNTAX, false,
     "this does not belong to what stands above it", "check the indentation and the brackets"},
    {"found unexpected ':'", NULL, CC_E_SYNTAX, false, "no `:` can stand here", quote_text},
    {"did not find expected alphabetic", "scanning an a", CC_E_ALIAS, true,
     "`*` begins an alias and `&` an anchor; scenarios have neither", quote_star},
    {"", "scanning a tag", CC_E_TAG, true, "`!` begins a tag; scenarios have none", no_tags},
    {"", "parsing a tag", CC_E_TAG, true, "`!` begins a tag; scenarios have none", no_tags},
    {"found undefined tag handle", NULL, CC_E_TAG, true, "`!` begins a tag; scenarios have none",
     no_tags},
    {"found unknown escape character", NULL, CC_E_SYNTAX, false,
     "no such escape in a text in double quotes", escapes},
    {"did not find expected hexdecimal number", NULL, CC_E_SYNTAX, false,
     "no such escape in a text in double quotes", escapes},
    {"found invalid Unicode character escape code", NULL, CC_E_SYNTAX, false,
     "no such escape in a text in double quotes", escapes},
    {"did not find expected comment or line break", "block scalar", CC_E_SYNTAX, false,
     "the text of `|` or `>` begins on the next line", NULL},
};

/* A character that begins nothing: which one says what to do about it. */
static plain_words stray_character(char character) {
  plain_words words = {.code = CC_E_SYNTAX,
                       .message = "no value can begin with this character",
                       .help = "put the value in quotes"};
  if (character == '\t') {
    words.message = "a tab in the indentation";
    words.help = spaces;
  }
  return words;
}

static bool applies(const plain_words *words, const cc_yaml_problem *problem) {
  return strstr(problem->problem, words->problem) != NULL &&
         (words->context == NULL ||
          (problem->context != NULL && strstr(problem->context, words->context) != NULL));
}

static char character_at(const cc_source *source, cc_position at) {
  const char *text = source->text + source->lines[at.line - 1];
  for (int column = 1; column < at.column && *text != '\0'; column++) {
    do {
      text++;
    } while (((unsigned char)*text & 0xc0) == 0x80);
  }
  return *text;
}

static plain_words find_words(const cc_yaml_problem *problem, const cc_source *source) {
  if (strstr(problem->problem, "found character that cannot start any token") != NULL &&
      problem->at.line <= source->n_lines) {
    return stray_character(character_at(source, problem->at));
  }
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    if (applies(&table[i], problem)) {
      return table[i];
    }
  }
  return (plain_words){.code = CC_E_SYNTAX, .message = problem->problem};
}

/* libyaml marks the end of the file as the line after the last one; where the text ends says more.
 */
static cc_position within_text(const cc_source *source, cc_position at) {
  if (at.line > source->n_lines) {
    size_t end = (size_t)source->lines[source->n_lines - 1];
    end += strcspn(source->text + end, "\r\n");
    at = cc_source_position(source, end);
  }
  return at;
}

/* Whether a line is `key:value`, which is a text to YAML, and the column of its colon. */
static bool lacks_space(const cc_source *source, int line, int *column) {
  if (line < 1 || line > source->n_lines) {
    return false;
  }
  const char *start = source->text + source->lines[line - 1];
  const char *key = start + strspn(start, " -");
  const char *colon = key + strcspn(key, ": \"'#\r\n");
  *column = (int)(colon - start) + 1;
  return colon > key && *colon == ':' && strchr(" \r\n", colon[1]) == NULL;
}

/* A key without a space behind its colon goes unnoticed until the next line does not fit. */
static bool report_missing_space(const cc_yaml_problem *problem, const cc_source *source,
                                 cc_diagnostics *findings) {
  int column = 0;
  for (int line = problem->at.line; line >= problem->at.line - 1; line--) {
    if (lacks_space(source, line, &column)) {
      cc_diagnose_at(findings, CC_E_SYNTAX, source, (cc_position){source->name, line, column}, NULL,
                     "write `key: value`, with a space after the colon",
                     "a key without a space behind its `:`");
      return true;
    }
  }
  return false;
}

void cc_yaml_problem_report(const cc_yaml_problem *problem, const cc_source *source,
                            cc_diagnostics *findings) {
  plain_words words = find_words(problem, source);
  if (strstr(problem->problem, "mapping values are not allowed") != NULL &&
      report_missing_space(problem, source, findings)) {
    return;
  }
  bool at_context = words.at_context && problem->context != NULL;
  const char *number = strstr(words.message, "%d");
  char message[160];
  if (number != NULL) {
    snprintf(message, sizeof message, "%.*s%d%s", (int)(number - words.message), words.message,
             problem->context_at.line, number + 2);
  } else {
    snprintf(message, sizeof message, "%s", words.message);
  }
  cc_diagnose_at(findings, words.code, source,
                 within_text(source, at_context ? problem->context_at : problem->at), NULL,
                 words.help, "%s", message);
}
