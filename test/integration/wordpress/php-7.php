<?php
/**
 * Lists syntax and functions that PHP 7.4 does not have, as far as tokens show. The tests run on the installed PHP.
 *
 * php php-7.php <file>…
 */

declare(strict_types=1);

const LATER_TOKENS = [
    'T_ATTRIBUTE', 'T_ENUM', 'T_MATCH', 'T_NULLSAFE_OBJECT_OPERATOR', 'T_READONLY',
    'T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG',
];
const LATER_WORDS = [
    'array_is_list', 'fdiv', 'get_debug_type', 'json_validate', 'mixed', 'never', 'str_contains', 'str_ends_with',
    'str_starts_with',
];

foreach (array_slice($argv, 1) as $file) {
    $before = '';
    foreach (token_get_all(file_get_contents($file)) as $token) {
        [$id, $text, $line] = is_array($token) ? $token : [0, $token, 0];
        if ($id === T_WHITESPACE || $id === T_COMMENT || $id === T_DOC_COMMENT) {
            continue;
        }
        if (in_array(token_name((int) $id), LATER_TOKENS, true) || ($id === T_STRING && in_array($text, LATER_WORDS, true))) {
            echo "$file:$line: $text\n";
        }
        // A property in the constructor's parameters, or a type like A|B before a variable.
        if ($id === T_VARIABLE && preg_match('/[(,]\s*(?:public|private|protected)\b|\w\|\??[\w\\\\]+$/', $before)) {
            echo "$file:$line: $text\n";
        }
        $before = substr("$before $text", -60);
        $before = preg_replace('/ ?([|(,]) ?/', '$1', $before);
        $before = $id === T_VARIABLE || $text === ';' || $text === '{' ? '' : $before;
    }
}
